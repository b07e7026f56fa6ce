import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkSchemas, errorsOf, formatCheck, type Ignore } from "@metric-events/check";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { generations, schemaOf } from "./support/python-generations.js";

/** Breaks that are accepted, with the reason. */
const ignore: readonly Ignore[] = ["crashed_runners", "idle_runners", "active_runners", "expected_runners"].map(
  (field) => ({
    event: "reconciliation",
    code: "minimum-added",
    field,
    reason:
      "the service counts runners that exist, so no line holds a negative count, though its code did not exclude one",
  }),
);

/** A folder for each generation, named by its first day. */
function written(): string {
  const cwd = temporaryFolder();
  for (const { since, events } of generations) {
    mkdirSync(join(cwd, since, "events"), { recursive: true });
    for (const [name, fields] of Object.entries(events))
      writeFileSync(join(cwd, since, "events", `${name}.schema.json`), JSON.stringify(schemaOf(name, fields)));
  }
  return cwd;
}

function check(cwd: string, accepted: readonly Ignore[]) {
  const against = generations.map(({ since }) => since);
  const policy = { mode: "backward", ignore: accepted, bump: "never" } as const;
  return checkSchemas({ schemas: resolve("schemas"), against, cwd, policy });
}

it("reads every log that the Python service has written since 2023", async () => {
  const result = await check(written(), ignore);
  expect(errorsOf(result), formatCheck(result, "text")).toEqual([]);
  expect(result.baselines).toHaveLength(10);
  const verdicts = result.verdicts.filter(({ status }) => status !== "added");
  expect(verdicts.map(({ status }) => status)).not.toContain("removed");
  expect(verdicts).toHaveLength(1 + 2 + 8 * 4);
  // Where nothing is accepted, containment alone proves it.
  const provedUnless = new Set(["reconciliation"]);
  expect(
    verdicts.filter(({ eventName, backward }) => backward !== "compatible" && !provedUnless.has(eventName)),
  ).toEqual([]);
});

it("finds the negative counts that only the reasons exclude", async () => {
  const errors = errorsOf(await check(written(), []));
  const fields = errors.flatMap((finding) =>
    finding.kind === "break" ? finding.changes.map(({ field }) => field) : [],
  );
  expect([...new Set(fields)].toSorted()).toEqual(ignore.map(({ field }) => field).toSorted());
  expect(errors.every(({ code }) => code === "minimum-added")).toBe(true);
});
