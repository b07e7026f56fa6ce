import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { validatorOf } from "../src/confirm/validator.js";
import { contains, type Dialect, type Json } from "../src/index.js";
import { isSuiteThere, missingSuite, type SuiteGroup, suiteFiles } from "./suite.js";

// The reporter does not print the names of skipped tests.
if (!isSuiteThere) console.warn(`skipped: ${missingSuite}`);

const drafts: readonly { readonly folder: string; readonly dialect: Dialect }[] = [
  { folder: "draft2020-12", dialect: "2020-12" },
  { folder: "draft7", dialect: "draft-07" },
];
/** What is not decided, one line each. It may only shrink: a line that is decided has to be removed. */
const listed = new Set(
  readFileSync(new URL("official-suite.unknown.txt", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean),
);

/** Only draft-07 is given by name: a schema with a `$schema` of its own keeps it. */
function optionsFor(dialect: Dialect): { readonly dialect?: Dialect } {
  return dialect === "2020-12" ? {} : { dialect };
}

interface Tally {
  right: number;
  readonly wrong: string[];
  readonly unknown: Set<string>;
}

function ask(tally: Tally, label: string, dialect: Dialect, subset: Json, superset: Json, isContained: boolean): void {
  const result = contains(subset, superset, optionsFor(dialect));
  if (result.verdict === "unknown") tally.unknown.add(label);
  else if ((result.verdict === "contained") === isContained) tally.right++;
  else tally.wrong.push(label);
}

function askInstances(tally: Tally, label: string, dialect: Dialect, group: SuiteGroup): void {
  for (const { data, valid } of group.tests) {
    ask(tally, `${label}: instance`, dialect, { const: data }, group.schema, valid);
    ask(tally, `${label}: instance`, dialect, group.schema, { not: { const: data } }, !valid);
  }
}

/**
 * All pairs of schemas of one file that an instance of the file tells apart: the verdict has to be not-contained. Ajv is the judge, on
 * schemas where it agrees with every test of the suite.
 */
function askPairs(tally: Tally, file: string, dialect: Dialect, groups: readonly SuiteGroup[]): void {
  const data = groups.flatMap(({ tests }) => tests.map((each) => each.data));
  const judged = groups.flatMap((group) => {
    const validate = validatorOf(group.schema, { isFormatAsserted: false, dialect });
    const isReliable = group.tests.every((each) => validate(each.data) === each.valid);
    return isReliable ? [{ ...group, isValid: data.map((instance) => validate(instance)) }] : [];
  });
  for (const [index, subset] of judged.entries()) {
    for (const [other, superset] of judged.entries()) {
      if (other === index || !data.some((_, at) => subset.isValid[at] === true && superset.isValid[at] === false))
        continue;
      ask(tally, `${dialect} ${file}: ${subset.description}: pair`, dialect, subset.schema, superset.schema, false);
    }
  }
}

describe.skipIf(!isSuiteThere)(
  `the official suite as an oracle${isSuiteThere ? "" : ` (skipped: ${missingSuite})`}`,
  () => {
    test("no verdict is wrong, and the unknown ones are listed", () => {
      const tally: Tally = { right: 0, wrong: [], unknown: new Set() };
      for (const { folder, dialect } of drafts) {
        for (const { name, groups } of suiteFiles(folder)) {
          for (const group of groups) askInstances(tally, `${dialect} ${name}: ${group.description}`, dialect, group);
          askPairs(tally, name, dialect, groups);
        }
      }
      console.log(
        `official suite: ${tally.right} right, ${tally.wrong.length} wrong, ${tally.unknown.size} groups with unknown`,
      );
      expect(tally.wrong).toEqual([]);
      expect(tally.right).toBeGreaterThan(9000);
      expect([...tally.unknown].toSorted()).toEqual([...listed].toSorted());
    });
  },
);
