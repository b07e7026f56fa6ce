import type { TimeKind } from "@metric-events/runtime";
import { nameWords } from "@metric-events/schema";
import type { LogObject } from "../log-objects.js";
import { timeKindOf } from "./time-kind.js";

/** What one field holds in the first lines of a log. */
export interface FieldStatistics {
  readonly name: string;
  texts: number;
  numbers: number;
  /** How many texts could name an event: a few words, the first of which begins with a letter. */
  names: number;
  /** Different texts; more than `maxValues` are not distinguished. */
  readonly values: Set<string>;
  /** How many values are a time, of each kind. */
  readonly times: Map<TimeKind, number>;
}

/** More different names than a catalogue has events. */
export const maxValues = 1000;

/** Fields that are looked at: hostile lines have any number. */
const maxFields = 1000;

const [maxNameLength, maxNameWords] = [80, 8];

/** What the fields of the given lines hold, by name. */
export function fieldStatistics(lines: readonly LogObject[]): ReadonlyMap<string, FieldStatistics> {
  const byName = new Map<string, FieldStatistics>();
  for (const { value } of lines) {
    for (const name of Object.keys(value)) {
      const field = byName.get(name) ?? emptyStatistics(name);
      if (byName.size < maxFields) byName.set(name, field);
      note(field, value[name]);
    }
  }
  return byName;
}

function emptyStatistics(name: string): FieldStatistics {
  return { name, texts: 0, numbers: 0, names: 0, values: new Set(), times: new Map() };
}

function note(field: FieldStatistics, value: unknown): void {
  if (typeof value === "number") field.numbers++;
  const kind = timeKindOf(value);
  if (kind !== undefined) field.times.set(kind, (field.times.get(kind) ?? 0) + 1);
  if (typeof value !== "string") return;
  field.texts++;
  if (field.values.size <= maxValues) field.values.add(value.slice(0, maxNameLength + 1));
  if (kind === undefined && isName(value)) field.names++;
}

function isName(text: string): boolean {
  if (text.length > maxNameLength) return false;
  const words = nameWords(text);
  return words.length > 0 && words.length <= maxNameWords && /^[a-z]/.test(words[0] ?? "");
}
