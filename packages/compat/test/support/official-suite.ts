import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contains, type Dialect, type Json, type Options } from "../../src/index.js";
import { isSuiteThere, missingSuite, type SuiteGroup, suiteDocuments, suiteFiles } from "./suite.js";
import { judgeOf } from "./validators.js";

/** The undecided groups, one line each. The list may only shrink: remove a line once it is decided. */
const listed = readFileSync(new URL("official-suite.unknown.txt", import.meta.url), "utf8")
  .split("\n")
  .filter(Boolean);

interface Tally {
  right: number;
  open: number;
  readonly wrong: string[];
  readonly unknown: Set<string>;
}

interface SuiteOptions {
  /** How many verdicts have to be right, so that a loop over nothing fails. */
  readonly leastRight: number;
  /** Whether to compare the schemas of each file with each other, too. Drafts share most of their schemas. */
  readonly hasPairs: boolean;
}

/** Uses the official suite as an oracle for one draft, with one test for the instances of each file, and one for its pairs. */
export function describeSuite(folder: string, dialect: Dialect, { leastRight, hasPairs }: SuiteOptions): void {
  // The reporter does not print the names of skipped tests.
  if (!isSuiteThere) console.warn(`skipped: ${missingSuite}`);
  const files = isSuiteThere ? suiteFiles(folder) : [];
  describe.skipIf(!isSuiteThere)(
    `official suite, ${dialect}${isSuiteThere ? "" : ` (skipped: ${missingSuite})`}`,
    () => {
      let [right, open] = [0, 0];
      describe.each(files)("$name", ({ name, groups }) => {
        const label = (group: SuiteGroup, kind: string): string => `${dialect} ${name}: ${group.description}: ${kind}`;
        const run = (kind: string, collect: (tally: Tally) => void): void => {
          const tally: Tally = { right: 0, open: 0, wrong: [], unknown: new Set() };
          collect(tally);
          right += tally.right;
          open += tally.open;
          expect(tally.wrong).toEqual([]);
          const expected = listed.filter(
            (line) => line.startsWith(`${dialect} ${name}: `) && line.endsWith(`: ${kind}`),
          );
          expect([...tally.unknown].toSorted()).toEqual(expected.toSorted());
        };
        it("instances", () => {
          run("instance", (tally) => {
            for (const group of groups) askInstances(tally, label(group, "instance"), dialect, group);
          });
        });
        it.runIf(hasPairs)("pairs of schemas", () => {
          run("pair", (tally) => askPairs(tally, (group) => label(group, "pair"), dialect, groups));
        });
      });

      it("enough verdicts are right, and each listed line names a file of the suite", () => {
        console.log(`official suite, ${dialect}: ${right} verdicts right, ${open} unknown`);
        expect(right).toBeGreaterThan(leastRight);
        const ofDraft = listed.filter((line) => line.startsWith(`${dialect} `));
        const known = ofDraft.filter((line) => files.some(({ name }) => line.startsWith(`${dialect} ${name}: `)));
        expect(known).toEqual(ofDraft);
      });
    },
  );
}

const documents = isSuiteThere ? suiteDocuments() : {};

/** The dialect for schemas without `$schema`; 2020-12 is the default. */
function optionsFor(dialect: Dialect): Options {
  return dialect === "2020-12" ? { documents } : { dialect, documents };
}

function ask(tally: Tally, label: string, dialect: Dialect, subset: Json, superset: Json, isContained: boolean): void {
  const result = contains(subset, superset, optionsFor(dialect));
  if (result.verdict === "unknown") {
    tally.unknown.add(label);
    tally.open++;
  } else if ((result.verdict === "contained") === isContained) tally.right++;
  else tally.wrong.push(label);
}

function askInstances(tally: Tally, label: string, dialect: Dialect, group: SuiteGroup): void {
  for (const { data, valid } of group.tests) {
    ask(tally, label, dialect, { enum: [data] }, group.schema, valid);
    ask(tally, label, dialect, group.schema, { not: { enum: [data] } }, !valid);
  }
}

/**
 * All pairs of schemas of one file that differ on an instance of the file: the verdict has to be not-contained. Ajv judges the
 * instances, on schemas where it agrees with every test of the suite.
 */
function askPairs(
  tally: Tally,
  label: (group: SuiteGroup) => string,
  dialect: Dialect,
  groups: readonly SuiteGroup[],
): void {
  const data = groups.flatMap(({ tests }) => tests.map((each) => each.data));
  const judged = groups.flatMap((group) => {
    const validate = judgeOf(group.schema, { dialect, documents }).ajv;
    const isReliable = group.tests.every((each) => validate(each.data) === each.valid);
    return isReliable ? [{ group, isValid: data.map(validate) }] : [];
  });
  for (const [index, subset] of judged.entries()) {
    for (const [other, superset] of judged.entries()) {
      if (other === index || !data.some((_, at) => subset.isValid[at] === true && superset.isValid[at] === false))
        continue;
      ask(tally, label(subset.group), dialect, subset.group.schema, superset.group.schema, false);
    }
  }
}
