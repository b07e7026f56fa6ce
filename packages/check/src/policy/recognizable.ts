import type { EventModel, FieldModel } from "@metric-events/schema";

/** Where a text is in an event: names of properties and indexes of elements. */
type Path = readonly (string | number)[];

/**
 * A witness with words that fit its fields in place of texts that were only found, such as `""` or `"a"`: an example of the baseline
 * or of the candidate, else the name of the field. Each is kept only where the event still shows the same.
 */
export function recognizable(
  witness: unknown,
  events: readonly EventModel[],
  showsTheSame: (event: unknown) => boolean,
): unknown {
  let shown = witness;
  for (const path of textPaths(witness, [])) {
    const words = wordsFor(path, events);
    if (words.includes(valueAt(witness, path))) continue;
    const changed = words.map((word) => replaced(shown, path, word)).find(showsTheSame);
    shown = changed ?? shown;
  }
  return shown;
}

function textPaths(value: unknown, path: Path): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each] as const)
    : Object.entries(value);
  return members.flatMap(([key, member]) => textPaths(member, [...path, key]));
}

function wordsFor(path: Path, events: readonly EventModel[]): unknown[] {
  const names = path.filter((key) => typeof key === "string");
  const examples = events.flatMap(({ fields }) => fieldAt(fields, names)?.examples ?? []);
  return [...examples.filter((example) => typeof example === "string"), ...names.slice(-1)];
}

function fieldAt(fields: readonly FieldModel[], [name, ...rest]: readonly string[]): FieldModel | undefined {
  const field = fields.find((each) => each.name === name);
  return rest.length === 0 || field === undefined ? field : fieldAt(field.fields ?? [], rest);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string | number, unknown>>)[key], value);
}

function replaced(value: unknown, [key, ...rest]: Path, word: unknown): unknown {
  if (key === undefined) return word;
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? replaced(each, rest, word) : each));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([name, member]) => [name, name === key ? replaced(member, rest, word) : member]),
  );
}
