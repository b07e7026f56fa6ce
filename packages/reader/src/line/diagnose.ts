import { isUtf8 } from "node:buffer";
import { type Catalogue, type Contract, type Envelope, eventNameIn, type Issue } from "@metric-events/runtime";
import { type GoodLine, keptNumbers, type RefusedLine } from "./judge-line.js";
import { type LogLine, maxLineBytes, type NotUtf8Line, type TextLine } from "./line.js";
import { locate } from "./locate.js";
import { type NumberToken, pointerOf } from "./number-tokens.js";
import { TextPlaces } from "./places.js";
import { type DuplicateName, maxFaults, readJson } from "./read-json.js";
import { judgeRounded, shortToken } from "./rounded-numbers.js";
import type { SyntaxFault } from "./syntax-fault.js";

/** One reason why a line is not a valid event. `column` counts bytes, from 1. */
export type Fault = { readonly column: number } & (
  | { readonly code: "invalid" | "unknown-event"; readonly issue: Issue }
  | { readonly code: "torn"; readonly inside: string }
  | { readonly code: "glued"; readonly isCut: boolean }
  | { readonly code: "not-finite"; readonly literal: string }
  | { readonly code: "not-json"; readonly expected: string; readonly received: string }
  | { readonly code: "duplicate-key"; readonly name: string }
  | {
      readonly code: "inexact-number";
      readonly pointer: string;
      /** What does not hold the number: the doubles that readers take numbers of JSON for, or a column of SQL. */
      readonly holder: "double" | "BIGINT";
      /** The number as it was received, shortened. */
      readonly received: string;
      /** What a double makes of it, which may be an infinity. */
      readonly double: number;
    }
  | { readonly code: "not-utf8"; readonly byte: number }
  | { readonly code: "nul"; readonly count: number }
  | { readonly code: "too-deep"; readonly maxDepth: number }
  | { readonly code: "too-long"; readonly byteLength: number; readonly maxBytes: number }
);

export type FaultCode = Fault["code"];

export interface Diagnosis {
  /** The name of the event in the line, if it is a known one. */
  readonly eventName: string | undefined;
  /** The kind of bad line: the code of its first fault. */
  readonly code: FaultCode;
  /** In the order of the line, at most 100; never empty. */
  readonly faults: readonly Fault[];
}

/** Finds the reasons why a line is bad. Takes several times as long as judging it. */
export function diagnose(bad: RefusedLine, catalogue: Catalogue, contract: Contract): Diagnosis {
  const faults = faultsOf(bad, catalogue, contract);
  const isKnown = faults.every(({ code }) => codesOfEvents.has(code));
  return {
    eventName: isKnown ? eventNameIn(bad.data, catalogue.envelope) : undefined,
    code: faults[0]?.code ?? "invalid",
    faults,
  };
}

/** Codes of faults in lines that name a known event. */
const codesOfEvents: ReadonlySet<FaultCode> = new Set(["invalid", "duplicate-key", "inexact-number"]);

function faultsOf(bad: RefusedLine, catalogue: Catalogue, contract: Contract): readonly Fault[] {
  const { line, data } = bad;
  if (line.kind !== "text" || data === undefined) return faultsOfValue(line, data, catalogue.envelope);
  return withColumns(eventFaults(line, bad, catalogue, contract), line);
}

/** The faults of a line that no schema describes: text that is not JSON, names that stand twice, and numbers that no double holds. */
export function faultsOfValue(line: LogLine, data: unknown, envelope?: Envelope): readonly Fault[] {
  switch (line.kind) {
    case "too-long":
      return [{ code: "too-long", column: 1, byteLength: line.byteLength, maxBytes: maxLineBytes }];
    case "not-utf8":
      return [notUtf8(line)];
    case "text":
      return withColumns(data === undefined ? syntaxFaults(line, envelope) : valueFaults(line), line);
    default:
      return line satisfies never;
  }
}

function valueFaults({ text }: TextLine): readonly Indexed[] {
  const { duplicates, numbers } = readJson(text);
  const rounded = numbers.filter(({ isHeld }) => !isHeld);
  return [
    ...rounded.slice(0, maxFaults).map((number) => inexactNumber(number, "double")),
    ...duplicates.map(duplicate),
  ];
}

/**
 * A fault at an index of the text, in UTF-16 code units: its column, until `withColumns` replaces that. To copy it then, or to leave
 * out a property, would take longer than all else that is done with it.
 */
type Indexed<F = Fault> = F extends Fault ? Omit<F, "column"> & { column: number } : never;

function duplicate({ index, name }: DuplicateName): Indexed {
  return { code: "duplicate-key", column: index, name };
}

function syntaxFaults(line: TextLine, envelope: Envelope | undefined): readonly Indexed[] {
  // The carriage return of a CRLF was not cut.
  const text = line.text.endsWith("\r") ? line.text.slice(0, -1) : line.text;
  const nul = text.indexOf("\0");
  if (nul !== -1) return [{ code: "nul", column: nul, count: text.split("\0").length - 1 }];
  return readJson(text, envelope?.nameField).faults.map(indexed);
}

function indexed(fault: SyntaxFault): Indexed {
  const { code, index: column } = fault;
  switch (code) {
    case "torn":
      return { code, column, inside: fault.inside };
    case "glued":
      return { code, column, isCut: fault.isCut };
    case "not-finite":
      return { code, column, literal: fault.literal };
    case "too-deep":
      return { code, column, maxDepth: fault.maxDepth };
    case "not-json":
      return { code, column, expected: fault.expected, received: fault.received };
    default:
      return fault satisfies never;
  }
}

/** The faults of a line that is JSON. */
function eventFaults(
  { text }: TextLine,
  { data, duplicates, judgement }: RefusedLine,
  catalogue: Catalogue,
  contract: Contract,
): readonly Indexed[] {
  const { issues, rounded } = judgement ?? judgeRounded(text, data, keptNumbers(text), catalogue, contract);
  const faults = indexedIssues(text, issues, duplicates.length === 0);
  for (const number of rounded) faults.push(inexactNumber(number, "double"));
  for (const each of duplicates) faults.push(duplicate(each));
  return faults;
}

function indexedIssues(text: string, issues: readonly Issue[], isUnambiguous: boolean): Indexed[] {
  if (issues.length === 0) return [];
  const places = new TextPlaces(issues.map(({ pointer }) => pointer));
  locate(text, places, isUnambiguous);
  return issues.map((issue) => {
    const at = issue.code === "undeclared" ? "name" : "value";
    const code = issue.code === "unknown-event" ? issue.code : "invalid";
    return { code, column: places.indexOf(issue.pointer, at), issue };
  });
}

/** The same for a valid event with numbers that do not fit into what is to hold them. */
export function diagnoseNumbers(
  { line, event }: GoodLine,
  envelope: Envelope,
  unfit: readonly { readonly number: NumberToken; readonly holder: NumberHolder }[],
): Diagnosis {
  const faults = unfit.map(({ number, holder }) => inexactNumber(number, holder));
  return { eventName: eventNameIn(event, envelope), code: "inexact-number", faults: withColumns(faults, line) };
}

/** What a number of a log can be too long for. */
export type NumberHolder = Extract<Fault, { readonly code: "inexact-number" }>["holder"];

function inexactNumber(number: NumberToken, holder: NumberHolder): Indexed {
  const { token, index: column } = number;
  const received = shortToken(token);
  return { code: "inexact-number", column, pointer: pointerOf(number), holder, received, double: Number(token) };
}

/** The first faults of a line, with columns, which count bytes. */
function withColumns(faults: readonly Indexed[], { text, startColumn }: TextLine): Fault[] {
  const sorted = faults.toSorted((left, right) => left.column - right.column).slice(0, maxFaults);
  let column = startColumn;
  let counted = 0;
  for (const fault of sorted) {
    const index = fault.column;
    column += Buffer.byteLength(text.slice(counted, index));
    counted = index;
    fault.column = column;
  }
  return sorted;
}

/** Decoding and encoding keeps UTF-8 as it is and replaces everything else. */
function notUtf8({ bytes }: NotUtf8Line): Fault {
  const again = Buffer.from(Buffer.from(bytes).toString());
  const difference = bytes.findIndex((byte, position) => byte !== again[position]);
  // The replacement, EF BF BD, can begin like what it replaces, to the end of a line that was cut off.
  let index = difference === -1 ? bytes.length : difference;
  while (!isUtf8(bytes.subarray(0, index))) index--;
  return { code: "not-utf8", column: index + 1, byte: bytes[index] ?? 0 };
}
