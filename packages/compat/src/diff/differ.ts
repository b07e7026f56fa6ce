import { canonical, isDeeperThan, type Json } from "../json/value.js";
import { type Node, type Normal, nothingSaid, type SchemaNode } from "../normal/node.js";
import { maxSchemaDepth } from "../question.js";
import { compareApplicators, type Descent } from "./applicators.js";
import { compareAssertions } from "./assertions.js";
import type { ChangeCode } from "./change.js";
import {
  type ComparedPair,
  contextOf,
  rootSurroundings,
  type Surroundings,
  type TrackedChange,
  throughSurroundings,
  tracked,
} from "./compared-pair.js";
import { compareLimits } from "./limits.js";
import { keywordChange, type LocalChange, type Pair, type Proves } from "./pair.js";
import { compareWrapped } from "./wrapped.js";

interface DifferOptions {
  readonly isFormatAsserted: boolean;
  readonly proves: Proves;
}

/** The changes of meaning between two normal forms, in the order of the candidate. */
export function compareNormals(baseline: Normal, candidate: Normal, options: DifferOptions): TrackedChange[] {
  const changes = new Differ(baseline, candidate, options).compare(baseline.root, candidate.root, rootSurroundings);
  return oncePerPlace(changes);
}

class Differ implements Descent {
  readonly expand: Descent["expand"];
  readonly #options: DifferOptions;
  /** Pairs that were compared, or are being compared further up. */
  readonly #seen = new Map<Node, Set<Node>>();
  readonly #bareNodes = new Map<SchemaNode, SchemaNode>();

  constructor(baseline: Normal, candidate: Normal, options: DifferOptions) {
    this.#options = options;
    this.expand = {
      baseline: (node) => resolve(node, baseline),
      candidate: (node) => resolve(node, candidate),
    };
  }

  get proves(): Proves {
    return this.#options.proves;
  }

  compare(before: Node, after: Node, surroundings: Surroundings): TrackedChange[] {
    const at = { baseline: this.expand.baseline(before), candidate: this.expand.candidate(after) };
    const baseline = withAnnotationsOf(before, described(at.baseline));
    const candidate = withAnnotationsOf(after, described(at.candidate));
    if (baseline.kind !== "schema" || candidate.kind !== "schema")
      return !surroundings.isInPlace && this.#isSame(baseline, candidate) ? [] : replaced(at, surroundings);
    if (this.#isSeen(at)) return [];
    const compared: ComparedPair = { baseline, candidate, at, surroundings };
    const changes = this.#compareSchemas(compared);
    // In a branch it also matters what is evaluated, not only what passes.
    const isRespelled = changes.length > 0 && !surroundings.isInPlace && this.#isSame(baseline, candidate);
    const meant = isRespelled ? changes.filter(({ change }) => change.code.startsWith("annotation-")) : changes;
    return [...meant, ...compareAnnotations(compared)];
  }

  #compareSchemas(compared: ComparedPair): TrackedChange[] {
    const wrapped = compareWrapped(compared, this, this.#bare);
    if (wrapped !== undefined) return wrapped;
    const { isFormatAsserted, proves } = this.#options;
    const local = [...compareAssertions(compared, proves, isFormatAsserted), ...compareLimits(compared)];
    const kept = local.length > 1 ? local.filter((each) => !this.#isVoid(each, compared)) : local;
    return [...kept.map((each) => tracked(each, compared)), ...compareApplicators(compared, this)];
  }

  /** Whether a change has no effect, because the other keywords imply it on both sides. */
  #isVoid({ revert, apply }: LocalChange, { baseline, candidate }: Pair): boolean {
    return this.#isSame(candidate, revert(candidate)) && this.#isSame(baseline, apply(baseline));
  }

  #isSame(baseline: Node, candidate: Node): boolean {
    return this.proves(baseline, candidate) && this.proves(candidate, baseline);
  }

  /** A schema without its annotations: always the same node, so that it is seen when it comes again. */
  readonly #bare = (node: SchemaNode): SchemaNode => {
    if (node.annotations.size === 0) return node;
    const bare = this.#bareNodes.get(node) ?? { ...node, annotations: new Map() };
    this.#bareNodes.set(node, bare);
    return bare;
  };

  #isSeen({ baseline, candidate }: ComparedPair["at"]): boolean {
    const partners = this.#seen.get(baseline) ?? new Set();
    const isSeen = partners.has(candidate);
    this.#seen.set(baseline, partners.add(candidate));
    return isSeen;
  }
}

/** At least one of the two is a boolean or opaque. */
function replaced(at: ComparedPair["at"], surroundings: Surroundings): TrackedChange[] {
  const { baseline, candidate } = at;
  if (baseline.kind === "boolean" && candidate.kind === "boolean" && baseline.value === candidate.value) return [];
  if (baseline.kind === "opaque" && candidate.kind === "opaque" && isSameValue(baseline.value, candidate.value))
    return [];
  const isNarrower = isBoolean(candidate, false) || isBoolean(baseline, true);
  const isWider = isBoolean(baseline, false) || isBoolean(candidate, true);
  const kind = isNarrower ? "narrowed" : isWider ? "widened" : "changed";
  return [
    {
      change: {
        code: `${surroundings.subject}-${kind}` as ChangeCode,
        baselineLocation: baseline.location,
        candidateLocation: candidate.location,
        ...contextOf(surroundings),
        params: {},
      },
      effect: throughSurroundings(isNarrower ? "narrows" : isWider ? "widens" : "either", surroundings),
      apply: [{ target: baseline, replace: () => candidate }],
      revert: [{ target: candidate, replace: () => baseline }],
    },
  ];
}

/** Values too deep to be spelled out are equal only when they are one object. */
function isSameValue(baseline: Json, candidate: Json): boolean {
  if (baseline === candidate) return true;
  return (
    ![baseline, candidate].some((value) => isDeeperThan(value, maxSchemaDepth)) &&
    canonical(baseline) === canonical(candidate)
  );
}

function compareAnnotations(compared: ComparedPair): TrackedChange[] {
  const [before, after] = [compared.baseline.annotations, compared.candidate.annotations];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    if (from !== undefined && to !== undefined && canonical(from.value) === canonical(to.value)) return [];
    const kind = from === undefined ? "added" : to === undefined ? "removed" : "changed";
    const change = keywordChange(`annotation-${kind}`, compared, {
      params: {
        name,
        ...(from === undefined ? {} : { baseline: from.value }),
        ...(to === undefined ? {} : { candidate: to.value }),
      },
      effect: "either",
      keywords: [],
      baselineLocation: from?.location,
      candidateLocation: to?.location,
    });
    return [tracked(change, compared)];
  });
}

function resolve(node: Node, { definitions }: Normal): Node {
  const visited = new Set<string>();
  let current = node;
  while (current.kind === "reference" && !visited.has(current.key)) {
    visited.add(current.key);
    current = definitions.get(current.key) ?? current;
  }
  return current;
}

/** Annotations next to a reference override those of its target. */
function withAnnotationsOf(reference: Node, node: Node): Node {
  if (reference.kind !== "reference" || node.kind !== "schema" || reference.annotations.size === 0) return node;
  return { ...node, annotations: new Map([...node.annotations, ...reference.annotations]) };
}

/** `true` means the same as an empty schema. */
function described(node: Node): Node {
  return isBoolean(node, true) ? nothingSaid(node.location) : node;
}

function isBoolean(node: Node, value: boolean): boolean {
  return node.kind === "boolean" && node.value === value;
}

/** A place that is used several times has several nodes, so its one change has several edits. */
function oncePerPlace(changes: readonly TrackedChange[]): TrackedChange[] {
  const byPlace = new Map<string, TrackedChange>();
  for (const each of changes) {
    const { instanceLocation, ...place } = each.change;
    const key = JSON.stringify(place);
    const known = byPlace.get(key);
    byPlace.set(
      key,
      known === undefined
        ? each
        : {
            change: known.change,
            effect: known.effect === each.effect ? known.effect : "either",
            apply: [...known.apply, ...each.apply],
            revert: [...known.revert, ...each.revert],
          },
    );
  }
  return [...byPlace.values()];
}
