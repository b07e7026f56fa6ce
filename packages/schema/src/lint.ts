import { FileDigests, setDigest } from "./cache/file-digests.js";
import type { LintCache } from "./cache/lint-cache.js";
import { findContradictions } from "./contradiction/contradictions.js";
import type { Diagnostic, Problem } from "./diagnostic.js";
import { isAnnotation } from "./keywords.js";
import { createLintContext, type LintContext } from "./lint-context.js";
import { locateProblem, type SchemaFile, type SchemaSet } from "./load.js";
import { checkBigintBranches } from "./rules/bigint-branches.js";
import { checkEnds } from "./rules/ends.js";
import { checkEnumMembers } from "./rules/enum-members.js";
import { checkEnvelope, checkSharedEnvelope } from "./rules/envelope.js";
import { checkEvent, checkMerge } from "./rules/event.js";
import { checkEventName } from "./rules/event-name.js";
import { checkExamples } from "./rules/examples.js";
import { checkFields } from "./rules/fields.js";
import { checkFoldedNames } from "./rules/folded-names.js";
import { checkFormats } from "./rules/formats.js";
import { checkIdClash, checkIdentity } from "./rules/identity.js";
import { checkKeywords } from "./rules/keywords.js";
import { checkOrigin } from "./rules/origin.js";
import { checkOtel } from "./rules/otel.js";
import { checkPairs } from "./rules/pairs.js";
import { checkPatterns } from "./rules/patterns.js";
import { checkReferences } from "./rules/references.js";
import { checkReservedNames } from "./rules/reserved-names.js";
import { checkFieldCount, checkSize } from "./rules/size.js";
import { checkSpans } from "./rules/spans.js";
import { checkStubs } from "./rules/stubs.js";
import { checkClashes, checkTitles } from "./rules/titles.js";

/** Finds the problems of one file. The context has the other files. */
type Rule = (file: SchemaFile, context: LintContext) => readonly Problem[];

/** Rules that need nothing but a JSON object. */
const firstRules: readonly Rule[] = [checkKeywords, checkIdentity, checkIdClash];

/** Rules that need keywords to have values of the right type. */
const structuralRules: readonly Rule[] = [
  checkReferences,
  checkPatterns,
  checkFormats,
  checkEventName,
  checkTitles,
  checkClashes,
  checkEvent,
  checkEnvelope,
  checkSharedEnvelope,
  checkEnds,
  checkSpans,
  checkPairs,
  checkOrigin,
  checkOtel,
  checkFields,
  checkStubs,
  checkReservedNames,
  checkFoldedNames,
];

/** Those of them that are about other events, too, so that no file alone decides. */
const clashRules: readonly Rule[] = [checkClashes, checkSharedEnvelope, checkPairs];

/** Rules that need all references to resolve. */
const finalRules: readonly Rule[] = [checkMerge, checkFieldCount, checkExamples, checkEnumMembers, checkBigintBranches];

/**
 * All problems of a set of schema files, sorted by place: of files that did not load, and of those that did. Empty when code can be
 * generated from the set.
 *
 * @param cache remembers the files in which nothing was found; this adds to it.
 */
export function lint(set: SchemaSet, cache?: LintCache): Diagnostic[] {
  if (set.diagnostics.length === 0 && cache?.has(setDigest(set)) === true) return [];
  const digests = new FileDigests(set);
  const known = new Set(cache === undefined ? [] : set.files.filter((file) => cache.has(digests.digestOf(file))));
  const context = createLintContext(set);
  const found = lintStructure(context, structuralRules, isBadValue, known);
  if (!found.some(({ code }) => unresolvable.has(code))) {
    const files = set.files.filter((file) => !known.has(file));
    found.push(...files.flatMap((file) => run(finalRules, file, context)));
    const isListable = !found.some(({ code }) => code === "too-many-fields");
    for (const [file, problems] of isListable ? findContradictions(set, files) : []) {
      found.push(...problems.map((problem) => locateProblem(file, problem)));
    }
    if (isListable) cache?.keep(cleanDigests(set, found, digests));
  }
  return withoutTwins([...set.diagnostics, ...found].toSorted(byPlace));
}

/** The digests of the files in which all rules found nothing. */
function cleanDigests(set: SchemaSet, found: readonly Diagnostic[], digests: FileDigests): Set<string> {
  const faulty = new Set(found.map(({ location }) => location.file));
  const clean = set.files.filter(({ path }) => !faulty.has(path));
  const isWhole = set.diagnostics.length === 0 && clean.length === set.files.length;
  return new Set([...clean.map((file) => digests.digestOf(file)), ...(isWhole ? [setDigest(set)] : [])]);
}

/**
 * The problems for which a set of schemas cannot be compiled or compared, or not in bounded time. It is for releases, which nobody can
 * change any more: what else the lint has against them, by rules that may be younger than they are, does not matter. Empty for a usable set.
 */
export function obstacles(set: SchemaSet): Diagnostic[] {
  const found = lintStructure(createLintContext(set), [checkReferences, checkPatterns], isInTheWay);
  return withoutTwins([...set.diagnostics, ...found.filter(isInTheWay)].toSorted(byPlace));
}

/**
 * A comparison does not look at annotations; it decides patterns as automata, and shows only short texts to a regular expression. But what
 * compiles a release looks into its patterns, which has to end.
 */
function isInTheWay(diagnostic: Diagnostic): boolean {
  if (diagnostic.code === "bad-keyword-value") return !isAnnotation((diagnostic.params as { keyword: string }).keyword);
  if (diagnostic.code === "slow-pattern") return (diagnostic.params as { isUnknown: boolean }).isUnknown;
  return unresolvable.has(diagnostic.code);
}

function isBadValue({ code }: Diagnostic): boolean {
  return code === "bad-keyword-value";
}

/**
 * What the first rules find and, in schemas that are well-formed and not too large, these others.
 *
 * @param known Files in which nothing was found before, so that only their names are looked at.
 */
function lintStructure(
  context: LintContext,
  structural: readonly Rule[],
  isMalformed: (diagnostic: Diagnostic) => boolean,
  known: ReadonlySet<SchemaFile> = new Set(),
): Diagnostic[] {
  const { set } = context;
  const found = set.files.flatMap((file) => run(known.has(file) ? [checkIdClash] : firstRules, file, context));
  const malformed = new Set(
    found.filter((each) => isBadValue(each) && isMalformed(each)).map(({ location }) => location.file),
  );
  const files = malformed.size === 0 ? set.files : set.files.filter(({ path }) => !malformed.has(path));
  const wellFormed = files === set.files ? context : createLintContext({ ...set, files });
  const large = files.flatMap((file) => (known.has(file) ? [] : run([checkSize], file, wellFormed)));
  if (large.length > 0) {
    // All other rules take time by the size.
    return [...found, ...large];
  }
  return [...found, ...files.flatMap((file) => run(known.has(file) ? clashRules : structural, file, wellFormed))];
}

/** A problem of a definition is found twice: in the definition, and where a field refers to it. */
function withoutTwins(sorted: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return sorted.filter((diagnostic) => {
    const text = JSON.stringify(diagnostic);
    return !seen.has(text) && seen.add(text);
  });
}

const unresolvable: ReadonlySet<string> = new Set([
  "bad-keyword-value",
  "ref-nowhere",
  "ref-circle",
  "untitled-recursion",
  "too-large",
  "bad-pattern",
  "slow-pattern",
  "misplaced-id",
  "bad-id",
  "id-clash",
  "anchor-clash",
]);

/** What only its author can fix, and nothing that is generated needs: it is not said of files of packages. */
const advice: ReadonlySet<string> = new Set(["missing-description", "stub-description", "missing-unit", "idle-title"]);

function run(rules: readonly Rule[], file: SchemaFile, context: LintContext): Diagnostic[] {
  const problems = rules.flatMap((rule) => rule(file, context));
  const inTheWay = file.package === undefined ? problems : problems.filter(({ code }) => !advice.has(code));
  return inTheWay.map((problem) => locateProblem(file, problem));
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  if (left.location.file !== right.location.file) return left.location.file < right.location.file ? -1 : 1;
  return left.location.line - right.location.line || left.location.column - right.location.column;
}
