import type { Entry, Node, SchemaNode } from "../normal/node.js";
import type { Change, ChangeCode, ChangeParams } from "./change.js";
import { withKeywords } from "./edit.js";

/** The two versions of one schema. */
export interface Pair {
  readonly baseline: SchemaNode;
  readonly candidate: SchemaNode;
}

/** What a change alone does to the set of instances; `either` where that depends on the rest of the schema. */
export type Effect = "narrows" | "widens" | "either";

/** A change of one schema, and how to make it and take it back there. */
export interface LocalChange {
  readonly change: Omit<Change, "instanceLocation" | "within">;
  readonly effect: Effect;
  /** Takes the change back, in the candidate. */
  readonly revert: (candidate: Node) => Node;
  /** Makes the change, in the baseline. */
  readonly apply: (baseline: Node) => Node;
}

/** Whether containment can be proved; false also means "not known". */
export type Proves = (subset: Node, superset: Node) => boolean;

interface ChangeDetails {
  readonly effect: Effect;
  readonly params?: ChangeParams;
  /** Pointers to use instead of those of the keyword. */
  readonly baselineLocation?: string | undefined;
  readonly candidateLocation?: string | undefined;
  /** All the keywords that change together. Default: the keyword of the code. */
  readonly keywords?: readonly string[];
  /** How to take over part of a keyword from the other version. Default: whole keywords. */
  readonly take?: (node: Node, from: SchemaNode) => Node;
}

/** A change of keywords of one schema. */
export function keywordChange(code: ChangeCode, { baseline, candidate }: Pair, details: ChangeDetails): LocalChange {
  const subject = code.slice(0, code.lastIndexOf("-"));
  const keywords = details.keywords ?? [subject];
  const take = details.take ?? ((node, from) => withKeywords(node, entriesOf(from, keywords)));
  return {
    change: {
      code,
      baselineLocation: details.baselineLocation ?? locationOf(baseline, keywords),
      candidateLocation: details.candidateLocation ?? locationOf(candidate, keywords),
      params: details.params ?? {},
    },
    effect: details.effect,
    revert: (node) => take(node, baseline),
    apply: (node) => take(node, candidate),
  };
}

function entriesOf(node: SchemaNode, keywords: readonly string[]): (readonly [string, Entry | undefined])[] {
  return keywords.map((keyword) => [keyword, node.keywords.get(keyword)]);
}

function locationOf(node: SchemaNode, keywords: readonly string[]): string {
  const entry = keywords.map((keyword) => node.keywords.get(keyword)).find((each) => each !== undefined);
  return entry?.location ?? node.location;
}

export function opposite(effect: Effect): Effect {
  if (effect === "either") return effect;
  return effect === "narrows" ? "widens" : "narrows";
}
