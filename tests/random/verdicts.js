// The documents of random sets, some as they are and most wrong in a place or two, with the rules that graphql-js finds broken:
//   node verdicts.js FIRST COUNT
// A line of JSON has `{ set, schema, document, rules }`.
import graphql from './graphql.js';
import { randomSet } from './set.js';

const { Lexer, Source, TokenKind, parse, specifiedRules, validate } = graphql;
const rules = specifiedRules.filter((rule) => rule.name !== 'MaxIntrospectionDepthRule');
const [first, count] = process.argv.slice(2).map(Number);
/** How many documents a set gives. */
const DOCUMENTS = 8;

function tokens(text) {
  const lexer = new Lexer(new Source(text));
  const found = [];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) found.push(text.slice(token.start, token.end));
  return found;
}

/** The document with one token changed; often it is no document any more. */
function damaged(list, random) {
  const place = random.below(list.length);
  const isName = (token) => /^\w/.test(token);
  const like = list.filter((it) => isName(it) === isName(list[place]));
  const changed = [...list];
  random.pick([
    () => (changed[place] = random.pick(like)),
    () => (changed[place] = random.pick(like)),
    () => changed.splice(place, 1),
    () => changed.splice(place, 1 + random.below(4)),
    () => changed.splice(place, 0, ...list.slice(place, place + 1 + random.below(6))),
    () => changed.splice(random.below(list.length), 0, ...list.slice(place, place + 1 + random.below(4))),
  ])();
  return changed;
}

for (let number = first; number < first + count; number += 1) {
  const { random, schema, text, document } = randomSet(number);
  const list = tokens(document);
  for (let place = 0; place < DOCUMENTS; place += 1) {
    let ast;
    let changed = document;
    for (let tries = 0; !ast && tries < 50; tries += 1) {
      let now = list;
      if (place) random.times(1 + random.below(2), () => (now = damaged(now, random)));
      changed = now.join(' ');
      try {
        ast = parse(changed);
      } catch {}
    }
    if (!ast) continue;
    let broken;
    try {
      broken = rules.filter((rule) => validate(schema, ast, [rule]).length).map((rule) => rule.name.replace(/Rule$/, ''));
    } catch {
      // graphql-js fails where a @oneOf field or a subscription's @skip is given an undefined variable.
      continue;
    }
    console.log(JSON.stringify({ set: number, schema: text, document: changed, rules: broken }));
  }
}
