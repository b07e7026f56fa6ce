import { isUtf8 } from "node:buffer";
import type { Catalogue, Contract, Issue } from "@metric-events/runtime";
import { duplicateKeys } from "./duplicate-keys.js";
import { findSyntaxFaults, type SyntaxFault } from "./json-syntax.js";
import type { RefusedLine } from "./judge-line.js";
import { maxLineBytes, type NotUtf8Line, type TextLine } from "./line.js";
import { locatorOf } from "./locate.js";

/** One reason why a line is no valid event. `column` counts bytes, from 1. */
export type Fault = { readonly column: number } & (
  | { readonly code: "invalid" | "unknown-event"; readonly issue: Issue }
  | { readonly code: "torn"; readonly inside: string }
  | { readonly code: "glued"; readonly isCut: boolean }
  | { readonly code: "not-finite"; readonly literal: string }
  | { readonly code: "not-json"; readonly expected: string; readonly received: string }
  | { readonly code: "duplicate-key"; readonly name: string }
  | { readonly code: "not-utf8"; readonly byte: number }
  | { readonly code: "nul"; readonly count: number }
  | { readonly code: "too-long"; readonly byteLength: number; readonly maxBytes: number }
);

export type FaultCode = Fault["code"];

export interface Diagnosis {
  /** The event that the line is meant to be, when it says so. */
  readonly eventName: string | undefined;
  /** What kind of bad line it is: the code of its first fault. */
  readonly code: FaultCode;
  /** In the order of the line; never empty. */
  readonly faults: readonly Fault[];
}

/** Finds every reason why a line is bad. Takes far longer than judging it. */
export async function diagnose(bad: RefusedLine, catalogue: Catalogue, contract: Contract): Promise<Diagnosis> {
  const faults = await faultsOf(bad, catalogue, contract);
  const sorted = faults.toSorted((left, right) => left.column - right.column);
  const isKnown = sorted.every(({ code }) => code === "invalid" || code === "duplicate-key");
  return { eventName: isKnown ? eventNameIn(bad.data) : undefined, code: sorted[0]?.code ?? "invalid", faults: sorted };
}

async function faultsOf({ line, data }: RefusedLine, catalogue: Catalogue, contract: Contract): Promise<Fault[]> {
  switch (line.kind) {
    case "too-long":
      return [{ code: "too-long", column: 1, byteLength: line.byteLength, maxBytes: maxLineBytes }];
    case "not-utf8":
      return [notUtf8(line)];
    case "text":
      if (data === undefined) return syntaxFaults(line);
      return [...(await contractFaults(line, catalogue.check(data, contract))), ...duplicateFaults(line, data)];
    default:
      return line satisfies never;
  }
}

function syntaxFaults(line: TextLine): Fault[] {
  // The carriage return of a CRLF is no part of what was cut.
  const text = line.text.replace(/\r$/, "");
  const nul = text.indexOf("\0");
  if (nul !== -1) return [{ code: "nul", column: columnOf(line, nul), count: text.split("\0").length - 1 }];
  return findSyntaxFaults(text).map((fault) => withColumn(fault, line));
}

function withColumn({ index, ...fault }: SyntaxFault, line: TextLine): Fault {
  return { ...fault, column: columnOf(line, index) };
}

async function contractFaults(line: TextLine, issues: readonly Issue[]): Promise<Fault[]> {
  const locate = await locatorOf(line.text);
  return issues.map((issue): Fault => {
    const at = issue.code === "undeclared" ? "name" : "value";
    const code = issue.code === "unknown-event" ? issue.code : "invalid";
    return { code, column: columnOf(line, locate(issue.pointer, at)), issue };
  });
}

function duplicateFaults(line: TextLine, data: unknown): Fault[] {
  return duplicateKeys(line.text, data).map(({ index, name }) => {
    return { code: "duplicate-key", column: columnOf(line, index), name };
  });
}

function columnOf({ text, startColumn }: TextLine, index: number): number {
  return startColumn + Buffer.byteLength(text.slice(0, index));
}

/** Decoding and encoding again keeps what is UTF-8 and replaces the rest. */
function notUtf8({ bytes }: NotUtf8Line): Fault {
  const again = Buffer.from(Buffer.from(bytes).toString());
  let index = bytes.findIndex((byte, position) => byte !== again[position]);
  // The replacement, EF BF BD, can begin like what it replaces.
  while (!isUtf8(bytes.subarray(0, index))) index--;
  return { code: "not-utf8", column: index + 1, byte: bytes[index] ?? 0 };
}

function eventNameIn(data: unknown): string | undefined {
  return typeof data === "object" && data !== null && "event" in data && typeof data.event === "string"
    ? data.event
    : undefined;
}
