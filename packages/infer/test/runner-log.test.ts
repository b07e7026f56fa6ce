import { buildCatalogue, contractSchema, loadUsableSchemas, type SchemaObject } from "@metric-events/schema";
import { fleetLog, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { writeSchemaFiles } from "../src/index.js";
import { inferLines, refusedLines } from "./support/infer-lines.js";

/** Assertions, kinds and units of each event in a folder of schemas, by its name. */
function eventsIn(folder: string): Readonly<Record<string, SchemaObject>> {
  const { events, definitions } = buildCatalogue(loadUsableSchemas(folder));
  const keep = { keep: ["kind", "unit", "partOf"] };
  return Object.fromEntries(
    events.map((event) => [event.eventName, contractSchema(event, definitions, "reader", keep)]),
  );
}

/** Keywords of fields that two descriptions of an event do not have in common. */
function differences(ours: SchemaObject, proposed: SchemaObject, path = ""): string[] {
  const keywords = [...new Set([...Object.keys(ours), ...Object.keys(proposed)])].filter((key) => key !== "properties");
  const own = keywords
    .filter((keyword) => JSON.stringify(ours[keyword]) !== JSON.stringify(proposed[keyword]))
    .map((keyword) => `${path} ${keyword}: ${JSON.stringify(ours[keyword])} → ${JSON.stringify(proposed[keyword])}`);
  const names = [...new Set([...Object.keys(ours.properties ?? {}), ...Object.keys(proposed.properties ?? {})])];
  const below = names.flatMap((name) =>
    differences(
      (ours.properties?.[name] ?? {}) as SchemaObject,
      (proposed.properties?.[name] ?? {}) as SchemaObject,
      `${path}/${name}`,
    ),
  );
  return [...own, ...below];
}

it("the proposal for a log of runner events differs from their schemas in what a log cannot show", async () => {
  const lines = [...fleetLog({ seed: 7, events: 4000 })];
  const proposal = await inferLines(lines);
  expect(proposal.mapping.isIdentity).toBe(true);
  expect(refusedLines(proposal, lines)).toEqual([]);
  const folder = temporaryFolder();
  writeSchemaFiles(proposal, folder);
  const ours = eventsIn("../../schemas");
  const proposed = eventsIn(folder);
  expect(Object.keys(proposed)).toEqual(Object.keys(ours));
  const found = Object.entries(ours).flatMap(([name, schema]) => differences(schema, proposed[name] ?? {}, name));
  expect(found).toMatchInlineSnapshot(`
    [
      "reconciliation required: ["timestamp","event","flavor","crashed_runners","idle_runners","duration"] → ["timestamp","event","flavor","crashed_runners","idle_runners","active_runners","expected_runners","duration"]",
      "reconciliation/host type: "string" → undefined",
      "reconciliation/host kind: "dimension" → undefined",
      "reconciliation/idle_runners partOf: "expected_runners" → undefined",
      "reconciliation/active_runners partOf: "expected_runners" → undefined",
      "runner_installed/host type: "string" → undefined",
      "runner_installed/host kind: "dimension" → undefined",
      "runner_installed/runner type: "string" → undefined",
      "runner_installed/runner kind: "identifier" → undefined",
      "runner_start/host type: "string" → undefined",
      "runner_start/host kind: "dimension" → undefined",
      "runner_start/github_event enum: undefined → ["pull_request","push","schedule","workflow_dispatch"]",
      "runner_start/job_id type: "integer" → undefined",
      "runner_start/job_id minimum: 0 → undefined",
      "runner_start/job_id kind: "identifier" → undefined",
      "runner_start/run_id type: "integer" → undefined",
      "runner_start/run_id minimum: 0 → undefined",
      "runner_start/run_id kind: "identifier" → undefined",
      "runner_start/runner type: "string" → undefined",
      "runner_start/runner kind: "identifier" → undefined",
      "runner_stop $defs: {"CodeInformation":{"type":"object","required":["code"],"properties":{"code":{"type":"integer","kind":"dimension"}}}} → undefined",
      "runner_stop/host type: "string" → undefined",
      "runner_stop/host kind: "dimension" → undefined",
      "runner_stop/github_event enum: undefined → ["pull_request","push","schedule","workflow_dispatch"]",
      "runner_stop/job_id type: "integer" → undefined",
      "runner_stop/job_id minimum: 0 → undefined",
      "runner_stop/job_id kind: "identifier" → undefined",
      "runner_stop/run_id type: "integer" → undefined",
      "runner_stop/run_id minimum: 0 → undefined",
      "runner_stop/run_id kind: "identifier" → undefined",
      "runner_stop/runner type: "string" → undefined",
      "runner_stop/runner kind: "identifier" → undefined",
      "runner_stop/status enum: undefined → ["abnormal","normal"]",
      "runner_stop/status_info $ref: "#/$defs/CodeInformation" → undefined",
      "runner_stop/status_info type: undefined → "object"",
      "runner_stop/status_info required: undefined → ["code"]",
      "runner_stop/status_info/code type: undefined → "integer"",
      "runner_stop/status_info/code kind: undefined → "dimension"",
      "runner_stop/job_conclusion enum: undefined → ["cancelled","failure","skipped","success"]",
    ]
  `);
});
