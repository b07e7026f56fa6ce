import { isObject, type JsonObject, type JsonSchema, member } from "../json/value.js";
import { type Dialect, dialectOf } from "./dialect.js";

/** Meta-schemas of one's own that build on another one, at most. */
const maxChain = 8;

/** A `$schema` that changes which keywords count, so no standard dialect fits. */
export const otherVocabulary = "other vocabulary";

/**
 * The dialect that `$schema` names: a standard one, or the one that a given meta-schema builds on. Undefined when the meta-schema
 * is not known.
 */
export function dialectNamed(
  uri: string,
  documents: Readonly<Record<string, JsonSchema>>,
): Dialect | typeof otherVocabulary | undefined {
  let name = uri;
  for (let length = 0; length < maxChain; length++) {
    const dialect = dialectOf(name);
    if (dialect !== undefined) return dialect;
    const metaSchema = metaSchemaAt(name, documents);
    if (metaSchema === undefined) return undefined;
    if (!isStandardVocabulary(member(metaSchema, "$vocabulary"))) return otherVocabulary;
    const next = member(metaSchema, "$schema");
    if (typeof next !== "string") return undefined;
    name = next;
  }
  return undefined;
}

function metaSchemaAt(uri: string, documents: Readonly<Record<string, JsonSchema>>): JsonObject | undefined {
  const plain = uri.replace(/#$/, "");
  const found = [plain, `${plain}#`].find((each) => Object.hasOwn(documents, each));
  const schema = found === undefined ? undefined : documents[found];
  return isObject(schema) ? schema : undefined;
}

/** Whether all standard keywords count, and nothing has to be understood beyond them. */
function isStandardVocabulary(vocabulary: JsonSchema | undefined): boolean {
  if (vocabulary === undefined) return true;
  if (!isObject(vocabulary)) return false;
  const isRequired = (uri: string): boolean => member(vocabulary, uri) === true;
  const standard = /^https:\/\/json-schema\.org\/draft\/(2019-09|2020-12)\/vocab\//;
  const names = new Set(Object.keys(vocabulary).map((uri) => uri.replace(standard, "")));
  const others = Object.keys(vocabulary).filter((uri) => !standard.test(uri));
  return (
    names.has("applicator") && names.has("validation") && !names.has("format-assertion") && !others.some(isRequired)
  );
}
