import type { Entry, Node, SchemaNode } from "../normal/node.js";
import type { Change, ChangeCode, ChangeParams } from "./change.js";
import { withKeywords } from "./edit.js";

/** The two versions of one schema. */
export interface Pair {
  readonly baseline: SchemaNode;
  readonly candidate: SchemaNode;
}

/** What a change does to the set of instances when nothing else changes; `either` where that depends. */
export type Effect = "narrows" | "widens" | "either";

/** A change of a schema itself, and how to make it and take it back there. */
export interface LocalChange {
  readonly change: Omit<Change, "instanceLocation" | "within">;
  readonly effect: Effect;
  /** Takes the change back, in the candidate. */
  readonly revert: (candidate: Node) => Node;
  /** Makes the change, in the baseline. */
  readonly apply: (baseline: Node) => Node;
}

/** Whether the one set of instances is in the other; false when that is not known. */
export type Proves = (subset: Node, superset: Node) => boolean;

interface Told {
  readonly effect: Effect;
  readonly params?: ChangeParams;
  /** Where the code's own keyword does not say where to look: pointers that do. */
  readonly baselineLocation?: string | undefined;
  readonly candidateLocation?: string | undefined;
  /** All the keywords that change together. Default: that of the code. */
  readonly keywords?: readonly string[];
  /** How to take over from the other version, when whole keywords are too much. Default: these keywords. */
  readonly take?: (node: Node, from: SchemaNode) => Node;
}

/** A change of keywords of one schema. */
export function keywordChange(code: ChangeCode, { baseline, candidate }: Pair, told: Told): LocalChange {
  const subject = code.slice(0, code.lastIndexOf("-"));
  const keywords = told.keywords ?? [subject];
  const take = told.take ?? ((node, from) => withKeywords(node, entriesOf(from, keywords)));
  return {
    change: {
      code,
      baselineLocation: told.baselineLocation ?? locationOf(baseline, keywords),
      candidateLocation: told.candidateLocation ?? locationOf(candidate, keywords),
      params: told.params ?? {},
    },
    effect: told.effect,
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
