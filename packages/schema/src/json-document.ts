import { type DocumentNode, evaluate, type MemberNode, parse, type ValueNode } from "@humanwhocodes/momoa";
import { joinPointer } from "./pointer.js";

/** A place in a text; both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface DuplicateKey {
  readonly pointer: string;
  readonly key: string;
  readonly position: Position;
  readonly firstLine: number;
}

/** JSON text whose values know where they stand. */
export interface JsonDocument {
  readonly value: unknown;
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Where a value, or the key that leads to it, begins; that of the nearest ancestor when the pointer names nothing. */
  locate(pointer: string, at: "key" | "value"): Position;
}

/** Why a text is not JSON, and where. */
export interface JsonSyntaxError {
  readonly reason: string;
  readonly position: Position;
}

export function parseJsonDocument(text: string): { document: JsonDocument } | { error: JsonSyntaxError } {
  let root: DocumentNode;
  try {
    root = parse(text, { mode: "json" });
  } catch (error) {
    return { error: syntaxError(error) };
  }
  const places = new Map<string, { key: Position; value: Position }>();
  const duplicateKeys: DuplicateKey[] = [];
  index(root.body, "", root.body.loc.start, { places, duplicateKeys });
  return { document: { value: evaluate(root), duplicateKeys, locate: (pointer, at) => locate(places, pointer)[at] } };
}

type Places = Map<string, { key: Position; value: Position }>;

function index(node: ValueNode, pointer: string, key: Position, into: { places: Places; duplicateKeys: DuplicateKey[] }): void {
  into.places.set(pointer, { key, value: node.loc.start });
  if (node.type === "Array") {
    for (const [position, element] of node.elements.entries()) {
      index(element.value, joinPointer(pointer, position), element.loc.start, into);
    }
  }
  if (node.type === "Object") {
    const firstLines = new Map<string, number>();
    for (const member of node.members) {
      const name = memberName(member);
      const { start } = member.name.loc;
      const firstLine = firstLines.get(name);
      if (firstLine === undefined) firstLines.set(name, start.line);
      else into.duplicateKeys.push({ pointer: joinPointer(pointer, name), key: name, position: start, firstLine });
      index(member.value, joinPointer(pointer, name), start, into);
    }
  }
}

function memberName(member: MemberNode): string {
  return member.name.type === "String" ? member.name.value : member.name.name;
}

function locate(places: Places, pointer: string): { key: Position; value: Position } {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf("/"))) {
    const place = places.get(path);
    if (place !== undefined) return place;
    if (path === "") return { key: { line: 1, column: 1 }, value: { line: 1, column: 1 } };
  }
}

function syntaxError(error: unknown): JsonSyntaxError {
  if (!(error instanceof Error) || !("line" in error) || !("column" in error)) throw error;
  // Momoa ends its messages with the position, which the caller prints in front.
  const reason = error.message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, "");
  return { reason: reason.charAt(0).toLowerCase() + reason.slice(1), position: { line: Number(error.line), column: Number(error.column) } };
}
