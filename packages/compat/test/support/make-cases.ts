// Writes cases/<name>/ from case-table.ts and case-table-keywords.ts: `tsx test/support/make-cases.ts`. Add a row, run it and `pnpm format`, look at the folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { contains, type Json, sample } from "../../src/index.js";
import { type Relation, rows } from "./case-table.js";
import { keywordRows } from "./case-table-keywords.js";

function writeCase(name: string, baseline: Json, candidate: Json, relation: Relation): void {
  const folder = new URL(`../cases/${name}/`, import.meta.url);
  const write = (file: string, content: unknown): void =>
    writeFileSync(new URL(file, folder), `${JSON.stringify(content, null, 2)}\n`);
  const backward = contains(baseline, candidate);
  const forward = contains(candidate, baseline);
  mkdirSync(folder, { recursive: true });
  write("baseline.json", baseline);
  write("candidate.json", candidate);
  write("expect.json", {
    backward: relation === "=" || relation === "<",
    forward: relation === "=" || relation === ">",
  });
  const common = [sample(baseline), sample(candidate), null, 0, 1, "", "a", [], {}].filter(
    (value): value is Json => value !== undefined && isValid(baseline, value) && isValid(candidate, value),
  );
  write("instances.json", {
    baselineOnly: "witness" in backward ? [backward.witness] : [],
    candidateOnly: "witness" in forward ? [forward.witness] : [],
    both: [...new Map(common.map((value) => [JSON.stringify(value), value])).values()],
  });
}

function isValid(schema: Json, value: Json): boolean {
  return contains({ const: value }, schema).verdict === "contained";
}

for (const [name, baseline, candidate, relation, nearMiss, nearRelation] of [...rows, ...keywordRows]) {
  writeCase(name, baseline, candidate, relation);
  writeCase(`${name}-near-miss`, baseline, nearMiss, nearRelation);
}
