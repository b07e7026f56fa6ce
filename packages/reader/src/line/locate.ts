import type { AnyNode, DocumentNode } from "@humanwhocodes/momoa";
import { pointerTokens } from "@metric-events/runtime";

/** Index, in UTF-16 code units, of the value or the name that a JSON Pointer leads to. */
export type Locate = (pointer: string, at: "value" | "name") => number;

/** Longer lines are not parsed again only to tell where in them a mistake is: their syntax tree takes too much memory. */
const maxLocatableLength = 1024 * 1024;

/** Makes the locator of a text that is JSON. What is missing is located at the object that should have it. */
export async function locatorOf(text: string): Promise<Locate> {
  if (text.length > maxLocatableLength) return () => 0;
  const { parse } = await import("@humanwhocodes/momoa");
  let document: DocumentNode;
  try {
    document = parse(text, { mode: "json" });
  } catch {
    // Nested too deeply for a parser that calls itself.
    return () => 0;
  }
  return (pointer, at) => indexOf(document.body, pointerTokens(pointer), at);
}

function indexOf(root: AnyNode, tokens: readonly string[], at: "value" | "name"): number {
  let node = root;
  let index = node.loc.start.offset;
  for (const token of tokens) {
    // Of a name that occurs twice, JSON.parse takes the last value.
    const member =
      node.type === "Object"
        ? node.members.findLast(({ name }) => (name.type === "String" ? name.value : name.name) === token)
        : undefined;
    const next = member?.value ?? (node.type === "Array" ? node.elements[Number(token)]?.value : undefined);
    if (next === undefined) return index;
    index = (at === "name" ? (member ?? next) : next).loc.start.offset;
    node = next;
  }
  return index;
}
