import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Comparison, compare, contains, diff, type Json } from "../src/index.js";
import { judgeOf } from "./support/validators.js";

const folder = new URL("diff-cases/", import.meta.url);
const names = readdirSync(folder).toSorted();
const options = { annotations: ["unit"] };

function read(name: string, file: string): Json {
  return JSON.parse(readFileSync(new URL(`${name}/${file}`, folder), "utf8")) as Json;
}

/** One line for each change and each break, so that a golden file is easy to read. */
function summary({ changes, backward, forward }: Comparison): string {
  const directions = Object.entries({ backward, forward }).flatMap(([direction, result]) => {
    if (result.verdict === "compatible") return [`${direction}: compatible`];
    if (result.verdict === "unknown")
      return [`${direction}: unknown: ${result.reasons.map(({ code }) => code).join(", ")}`];
    return result.breaks.map(
      (each) =>
        `${direction}: ${each.changes.map(({ code, candidateLocation }) => `${code} ${candidateLocation}`).join(" and ")}: ${JSON.stringify(each.witness)}`,
    );
  });
  const lines = changes.map(
    ({ code, baselineLocation, candidateLocation, instanceLocation, within, params }) =>
      `${code} at ${JSON.stringify(instanceLocation)}${within === undefined ? "" : ` within ${within}`}: ${JSON.stringify(baselineLocation)} -> ${JSON.stringify(candidateLocation)} ${JSON.stringify(params)}`,
  );
  return [...(lines.length === 0 ? ["no change"] : lines), "", ...directions, ""].join("\n");
}

describe.each(names)("%s", (name) => {
  const baseline = read(name, "baseline.json");
  const candidate = read(name, "candidate.json");
  const comparison = compare(baseline, candidate, options);

  it("changes and breaks are as expected", async () => {
    await expect(summary(comparison)).toMatchFileSnapshot(fileURLToPath(new URL(`${name}/expected.txt`, folder)));
  });

  it("agrees with containment, and every witness is confirmed by Ajv", () => {
    const sides = [
      [baseline, candidate, comparison.backward],
      [candidate, baseline, comparison.forward],
    ] as const;
    for (const [subset, superset, result] of sides) {
      const { verdict } = contains(subset, superset);
      expect(result.verdict).toBe(
        { contained: "compatible", "not-contained": "incompatible", unknown: "unknown" }[verdict],
      );
      if (result.verdict !== "incompatible") continue;
      expect(result.breaks.length).toBeGreaterThan(0);
      const [isWritten, isRead] = [judgeOf(subset).ajv, judgeOf(superset).ajv];
      for (const { witness } of result.breaks) expect([isWritten(witness), isRead(witness)]).toEqual([true, false]);
    }
  });

  it("a schema compared with itself has no change, and the reverse comparison agrees", () => {
    expect(diff(baseline, baseline)).toEqual([]);
    expect(diff(candidate, candidate)).toEqual([]);
    const back = compare(candidate, baseline, options);
    expect([back.backward.verdict, back.forward.verdict]).toEqual([
      comparison.forward.verdict,
      comparison.backward.verdict,
    ]);
    expect(back.changes.length).toBe(comparison.changes.length);
  });
});

it("there are respellings without a change, and breaks with one", () => {
  const changes = names.map((name) => diff(read(name, "baseline.json"), read(name, "candidate.json")).length);
  expect(changes.filter((count) => count === 0).length).toBeGreaterThan(10);
  expect(changes.filter((count) => count > 0).length).toBeGreaterThan(20);
});
