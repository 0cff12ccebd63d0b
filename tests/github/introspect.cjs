// Writes the introspection result of the schema in the file that is the argument.
const { readFileSync } = require("node:fs");
const { buildASTSchema, introspectionFromSchema, parse } = require("graphql");

const document = parse(readFileSync(process.argv[2], "utf8"));
// GitHub's schema defines two fields twice: the first counts, as it does for us.
for (const definition of document.definitions) {
  const seen = new Set();
  definition.fields = definition.fields?.filter(
    (field) => !seen.has(field.name.value) && seen.add(field.name.value),
  );
}
const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
const everything = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
};
console.log(JSON.stringify(introspectionFromSchema(schema, everything)));
