// Names that are hard to say in Rust: keywords, names of the prelude and of generated code, names that differ in case alone.

const KEYWORDS = ['Self', 'self', 'SELF', 'self_', '_self', 'crate', 'super', 'type', 'Type', 'fn', 'match', 'async', 'await', 'dyn', 'gen', 'try', 'union', 'auto', 'static', 'yield', 'box', 'macro_rules', 'r', 'raw', 'where', 'extern', 'move', 'ref', 'mod', 'use', 'if', 'in', 'true_', 'safe'];
const PRELUDE = ['Option', 'Vec', 'String_', 'string', 'str', 'Result', 'Box', 'None', 'Some', 'Ok', 'Err', 'Default', 'default', 'Clone', 'clone', 'Debug', 'Copy', 'Send', 'Iterator', 'From', 'Into', 'Drop', 'PartialEq', 'Eq', 'Hash', 'i64', 'u8', 'bool', 'char', 'usize', 'f64', 'core', 'std', 'alloc', 'drop', 'vec', 'format', 'panic', 'println'];
const GENERATED = ['Variables', 'variables', 'ResponseData', 'response_data', 'Other', 'other', 'Others', 'Unknown', 'Operation', 'Query_', 'Client', 'Error', 'Json', 'codegen', 'gql_runtime', 'serde', 'Serialize', 'Deserialize', 'serializer', 'value', 'Input', 'Maybe', 'typename', 'Typename', 'data', 'Data', 'new', 'as_str', 'VALUES', 'DOCUMENT', 'NAME', 'OPERATION_NAME', 'QUERY', 'kind', 'key', 'map', 'decode', 'Id', 'id', 'On', 'on_', 'views', 'Views', 'T', 'D', 'E', 'S', 'a', 'de', 'fmt', 'f'];
const ODD = ['_', '_1', '_a', 'A', 'a1', 'a_1', 'A1', 'a__b', 'aB', 'a_b', 'AB', 'Ab', 'A_B', 'x', 'X', 'x_', '_x', 'X2', 'x2', 'x_2', 'URI', 'Uri', 'uri', 'HTTPUrl', 'http_url', 'iOS', 'e2e', 'L10n', 'foo', 'Foo', 'fooBar', 'foo_bar', 'FooBar', 'FOO_BAR', 'Foo_Bar', 'foo_Bar', 'foo__bar', 'foo_bar_', '_foo_bar'];
const PLAIN = ['book', 'shelf', 'cover', 'page', 'staff', 'author', 'bookshop', 'price', 'depth', 'spine', 'chapter', 'plot', 'desk', 'edition', 'fable', 'genre', 'heading', 'index', 'lane', 'margin', 'note', 'order', 'poem', 'quote', 'review', 'stock', 'title', 'volume', 'word', 'year'];

const capital = (word) => word[0].toUpperCase() + word.slice(1);
// Another name that is likely to become the same in Rust.
function recased(name, random) {
  const words = name.split('_').filter(Boolean).flatMap((it) => it.split(/(?<=[a-z0-9])(?=[A-Z])/)).map((it) => it.toLowerCase());
  if (!words.length) return '_' + name;
  return random.pick([
    () => words.join('_'),
    () => words.map(capital).join(''),
    () => words.map((it, i) => (i ? capital(it) : it)).join(''),
    () => words.join('_').toUpperCase(),
    () => words.map(capital).join('_'),
    () => words.join('_') + '_',
    () => '_' + words.join('_'),
    () => words.join('_') + '1',
  ])();
}

/** Names; `nasty` says how many of them are. The sets of one program share what they draw, so that names meet. */
export class Names {
  constructor(random, nasty) {
    this.random = random;
    this.nasty = nasty;
    this.drawn = [];
  }

  /** One that `taken` does not have, and which is put there. */
  fresh(taken, style = (it) => it) {
    for (let tries = 0; ; tries += 1) {
      let name = this.any(style);
      if (tries > 20) name += this.random.below(1000);
      if (taken.has(name) || name.startsWith('__') || !/^[_A-Za-z]/.test(name)) continue;
      taken.add(name);
      return name;
    }
  }

  any(style = (it) => it) {
    const { random } = this;
    let name;
    if (this.drawn.length && random.chance(0.35)) {
      name = random.pick(this.drawn);
      if (random.chance(this.nasty)) name = recased(name, random);
    } else if (random.chance(this.nasty)) name = random.pick(random.pick([KEYWORDS, PRELUDE, GENERATED, ODD]));
    else name = style(random.pick(PLAIN) + (random.chance(0.3) ? capital(random.pick(PLAIN)) : ''));
    if (name.length < 24) this.drawn.push(name);
    return name;
  }
}

export const pascal = capital;
export const screaming = (it) => it.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

const TEXTS = [
  'Plain.',
  'Ends the comment */ and /* opens one.',
  'A fence:\n```\nlet x = "never";\n```\nand ```rust inline',
  'Turned \u202E around \u2066 and \u2069 back.',
  'Quotes " and \' and \\ and """ too.',
  '    indented code\n\ttab\n',
  '[a link] <b>html</b> {braces} #[attribute] // and //!',
  'é 😀 \u200B\u2028 end',
  '\n\nlines\n\n\nbetween  \n',
  '#"##',
  '',
];

/** A description in front of what it describes, or nothing. */
export function description(random) {
  if (!random.chance(0.12)) return '';
  const text = random.pick(TEXTS);
  if (random.chance(0.5)) return JSON.stringify(text) + ' ';
  return `"""${text.replaceAll('"""', '\\"""').replace(/\\$/, '')}\n""" `;
}

/** A deprecation, or nothing. */
export function deprecation(random) {
  if (!random.chance(0.07)) return '';
  return random.chance(0.3) ? ' @deprecated' : ` @deprecated(reason: ${JSON.stringify(random.pick(TEXTS))})`;
}
