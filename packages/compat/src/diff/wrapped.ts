import { typeSetOf } from "../normal/merge.js";
import type { Entry, Node, SchemaNode } from "../normal/node.js";
import { type Descent, subschemaListOf } from "./applicators.js";
import { matchBranches } from "./branches.js";
import {
  type ComparedPair,
  contextOf,
  surroundingsBelow,
  type TrackedChange,
  throughSurroundings,
} from "./compared-pair.js";
import type { Edit } from "./edit.js";

/** A schema of one version that is a branch in the other, such as `S` and `oneOf: [{ "type": "null" }, S]`. */
interface Wrapping {
  readonly keyword: "anyOf" | "oneOf";
  readonly branches: readonly Node[];
  /** The position of the branch that continues the schema. */
  readonly position: number;
}

/**
 * The changes between a schema and branches that hold it: those of the schema itself, and one for the branches beside it. To list the
 * keywords that "went" would make several changes of one edit. Undefined where neither version wraps the other.
 */
export function compareWrapped(
  compared: ComparedPair,
  descent: Descent,
  bareOf: (node: SchemaNode) => SchemaNode,
): TrackedChange[] | undefined {
  const { at, baseline, candidate, surroundings } = compared;
  if (at.baseline.kind !== "schema" || at.candidate.kind !== "schema") return undefined;
  const isWrapped = isPlain(baseline);
  const [plain, wrapper] = isWrapped ? [at.baseline, candidate] : [at.candidate, baseline];
  const expand = isWrapped ? descent.expand.candidate : descent.expand.baseline;
  const wrapping = isPlain(plain) ? wrappingOf(plain, wrapper, expand) : undefined;
  if (wrapping === undefined) return undefined;
  const { keyword, branches, position } = wrapping;

  const bare = bareOf(plain);
  const branch = branches[position] as Node;
  const [from, to] = isWrapped ? [bare, branch] : [branch, bare];
  const nested = descent.compare(from, to, surroundingsBelow(keyword, compared));
  const others = branches.filter((each) => each !== branch);
  if (others.length === 0) return nested.map((each) => retargeted(each, bare, plain));

  const indexes = branches.flatMap((_, index) => (index === position ? [] : [index]));
  const wrap: Edit = { target: plain, isWrapping: true, replace: (node) => wrapped(node, keyword, others) };
  const unwrap: Edit = {
    target: isWrapped ? at.candidate : at.baseline,
    replace: (node) => withoutBranches(node, keyword, others),
  };
  const effect = keyword === "oneOf" ? "either" : isWrapped ? "widens" : "narrows";
  const change: TrackedChange = {
    change: {
      code: `${keyword}-${isWrapped ? "widened" : "narrowed"}`,
      baselineLocation: isWrapped ? plain.location : (others[0]?.location ?? ""),
      candidateLocation: isWrapped ? (others[0]?.location ?? "") : plain.location,
      ...contextOf(surroundings),
      params: isWrapped ? { added: indexes, removed: [] } : { added: [], removed: indexes },
    },
    effect: throughSurroundings(effect, surroundings),
    apply: [isWrapped ? wrap : unwrap],
    revert: [isWrapped ? unwrap : wrap],
  };
  return [...nested.map((each) => retargeted(each, bare, plain)), change];
}

function isPlain({ keywords }: SchemaNode): boolean {
  return keywords.size > 0 && !keywords.has("anyOf") && !keywords.has("oneOf");
}

/** Only a schema that consists of its branches wraps: what stands beside them would apply to all. */
function wrappingOf(plain: SchemaNode, wrapper: SchemaNode, expand: (node: Node) => Node): Wrapping | undefined {
  const keyword = (["anyOf", "oneOf"] as const).find((each) => wrapper.keywords.has(each));
  if (keyword === undefined || wrapper.keywords.size > 1) return undefined;
  const branches = subschemaListOf(wrapper, keyword) ?? [];
  const position = positionOf(plain, branches, expand);
  return position === undefined ? undefined : { keyword, branches, position };
}

/** The branch that is equal, or has the same tag; else the only one of the same types; else the only one besides null. */
function positionOf(plain: SchemaNode, branches: readonly Node[], expand: (node: Node) => Node): number | undefined {
  const [pair] =
    branches.length === 1
      ? []
      : matchBranches([plain], branches, { baseline: (node) => node, candidate: expand }).pairs;
  if (pair !== undefined) return branches.indexOf(pair[1]);
  const types = branches.map((branch) => typesOf(expand(branch)));
  const same = positionsOf(types, (each) => each !== undefined && each === typesOf(plain));
  const notNull = positionsOf(types, (each) => each !== typeSetOf("null"));
  return [same, notNull].find(({ length }) => length === 1)?.[0];
}

function positionsOf<T>(list: readonly T[], isMeant: (each: T) => boolean): number[] {
  return list.flatMap((each, index) => (isMeant(each) ? [index] : []));
}

function typesOf(node: Node): number | undefined {
  const type = node.kind === "schema" ? node.keywords.get("type") : undefined;
  return type?.shape === "value" ? typeSetOf(type.value) : undefined;
}

/** Edits of the bare schema as edits of the schema itself. */
function retargeted(change: TrackedChange, bare: Node, plain: Node): TrackedChange {
  const moved = (edits: readonly Edit[]): Edit[] =>
    edits.map((edit) => (edit.target === bare ? { ...edit, target: plain } : edit));
  return { ...change, apply: moved(change.apply), revert: moved(change.revert) };
}

function wrapped(node: Node, keyword: Wrapping["keyword"], others: readonly Node[]): Node {
  const entry: Entry = { shape: "list", nodes: [{ ...node }, ...others], location: node.location };
  const annotations = node.kind === "schema" ? node.annotations : new Map();
  return { kind: "schema", keywords: new Map([[keyword, entry]]), annotations, location: node.location };
}

function withoutBranches(node: Node, keyword: Wrapping["keyword"], others: readonly Node[]): Node {
  const branches = node.kind === "schema" ? subschemaListOf(node, keyword) : undefined;
  if (node.kind !== "schema" || branches === undefined) return node;
  const nodes = branches.filter((each) => !others.includes(each));
  const entry: Entry = { shape: "list", nodes, location: node.location };
  return { ...node, keywords: new Map([...node.keywords, [keyword, entry]]) };
}
