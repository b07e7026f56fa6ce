import { type Catalogue, type FieldDescriptor, secondsPerUnit } from "@metric-events/runtime";
import { type EventView, freeName, type View, type ViewColumn, type ViewModel } from "../view-model.js";

/** A view of what begins with one event and ends with another: a row for each, also where one of the two is missing. */
export interface PairView extends View {
  readonly begin: EventView;
  readonly end: EventView;
  /** Columns that both events have and must agree in. */
  readonly keys: readonly string[];
  /** Columns that both have and that name things, in one order. */
  readonly identifiers: readonly string[];
  /** The column of the end that says how long before it the other event was, and its unit in seconds. */
  readonly span: { readonly column: string; readonly seconds: number } | undefined;
  /** What each column has, in SQL over the two events `b` and `e` and the pairs `p`. */
  readonly sources: readonly PairColumn[];
}

interface PairColumn extends ViewColumn {
  readonly source:
    | { readonly kind: "both"; readonly column: string }
    | { readonly kind: "begin"; readonly column: string }
    | { readonly kind: "end"; readonly column: string }
    | { readonly kind: "seconds" }
    | { readonly kind: "lost" };
}

/** The views of pairs of events, beside the other views of a catalogue. */
export function pairViews({ definitions }: Catalogue, { events, all, invalid }: ViewModel): readonly PairView[] {
  const taken = new Set([...events, all, invalid].map(({ name }) => name));
  return definitions.flatMap((definition): PairView[] => {
    const end = events.find(({ eventName }) => eventName === definition.eventName);
    const begin = events.find(({ eventName }) => eventName === definition.ends);
    if (begin === undefined || end === undefined) return [];
    const name = freeName(definition.pairs ?? `${begin.snakeName}_to_${end.snakeName}`, taken);
    taken.add(name);
    return [pairView(name, begin, end)];
  });
}

function pairView(name: string, begin: EventView, end: EventView): PairView {
  const isShared = (field: FieldDescriptor): boolean => {
    const other = end.fields.find((each) => sameName(each.name, field.name));
    return other !== undefined && other.kind === field.kind && !isOfEnvelope(field, begin);
  };
  const shared = begin.fields.filter(isShared);
  const spanned = end.fields.find(({ spans }) => spans === begin.eventName);
  const seconds = secondsPerUnit(spanned?.unit);
  const sources = columnsOf(begin, end, shared);
  return {
    name,
    description: `What begins with ${begin.eventName} and ends with ${end.eventName}: a row for each, with NULL for the event that is missing.`,
    begin,
    end,
    keys: shared.filter(({ kind, name: each }) => kind === "dimension" && each !== begin.origin.host).map(nameOf),
    identifiers: shared.filter(({ kind }) => kind === "identifier").map(nameOf),
    span: spanned === undefined || seconds === undefined ? undefined : { column: spanned.name, seconds },
    sources,
    columns: sources,
  };
}

/** The moments, what both events have in common, what each has alone, and where they stand. */
function columnsOf(begin: EventView, end: EventView, shared: readonly FieldDescriptor[]): readonly PairColumn[] {
  const taken = new Set<string>();
  const columns: PairColumn[] = [];
  const add = (wanted: string, type: string, comment: string, source: PairColumn["source"]): void => {
    const name = freeName(wanted, taken);
    taken.add(name.toLowerCase());
    columns.push({ name, type, comment, source });
  };
  const isCommon = (column: string): boolean => shared.some(({ name }) => sameName(name, column));
  const isHost = (column: string): boolean => column === begin.origin.host || column === end.origin.host;
  const ofBegin = begin.columns.filter(({ name }) => name !== begin.envelope.nameField);
  const ofEnd = end.columns.filter(
    ({ name }) => name !== end.envelope.nameField && !isCommon(name) && !isHost(name) && name !== end.anomalyColumn,
  );

  for (const { name, type, comment } of ofBegin) {
    const both = isCommon(name) || isHost(name) || name === begin.anomalyColumn;
    add(isHost(name) ? "host" : name, type, comment, { kind: both ? "both" : "begin", column: name });
  }
  // Names that both have, and that mean something of each event alone.
  for (const { name, type, comment } of ofEnd) {
    add(taken.has(name.toLowerCase()) ? `end_${name}` : name, type, comment, { kind: "end", column: name });
  }
  add("seconds", "DOUBLE", "in s: Time between the two events.", { kind: "seconds" });
  add("lost", "BOOLEAN", `Whether no ${end.eventName} followed within a day of the log.`, { kind: "lost" });
  return columns;
}

function isOfEnvelope({ name }: FieldDescriptor, { envelope }: EventView): boolean {
  return name === envelope.nameField || name === envelope.timeField;
}

function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function nameOf({ name }: FieldDescriptor): string {
  return name;
}

/** The fields of events that pairing looks at. */
export function pairedFields({ begin, end, keys, identifiers, span }: PairView): readonly string[] {
  const ofOrigin = [begin, end].flatMap(({ envelope, origin }) => [envelope.timeField, origin.hostField ?? []].flat());
  return [...ofOrigin, ...keys, ...identifiers, ...(span === undefined ? [] : [span.column])];
}
