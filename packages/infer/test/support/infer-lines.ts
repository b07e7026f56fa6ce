import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileCatalogue } from "@metric-events/codegen";
import { openLogs } from "@metric-events/reader";
import type { Catalogue, Issue } from "@metric-events/runtime";
import { formatDiagnostic, lint, loadSchemas, type SchemaObject } from "@metric-events/schema";
import { temporaryFolder } from "@metric-events/test-support";
import { expect } from "vitest";
import { eventOfLine, type InferOptions, inferSchemas, type Proposal, writeSchemaFiles } from "../../src/index.js";

/** The proposal for lines, from a file. */
export async function inferLines(lines: readonly string[], options: InferOptions = {}): Promise<Proposal> {
  const file = join(temporaryFolder(), "some.log");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return inferSchemas(await openLogs([file]), options);
}

/** The events of a proposal, compiled as `generate` does. Fails where the lint finds anything. */
export function catalogueOf(proposal: Proposal): Catalogue {
  const folder = temporaryFolder();
  const { written, kept } = writeSchemaFiles(proposal, folder);
  expect({ written, kept }).toEqual({ written: proposal.files.map(({ path }) => path), kept: [] });
  expect(lint(loadSchemas(folder)).map(formatDiagnostic)).toEqual([]);
  return compileCatalogue(folder);
}

/** The lines that a proposal was made from and does not accept under one of the contracts, with the reasons. */
export function refusedLines(
  proposal: Proposal,
  lines: readonly string[],
): { line: string; issues: readonly Issue[] }[] {
  const catalogue = catalogueOf(proposal);
  const toEvent = eventOfLine(proposal.mapping);
  let described = 0;
  const refused = lines.flatMap((line) => {
    const event = toEvent(JSON.parse(line));
    if (event === undefined) return [];
    described++;
    const contracts = ["writer", "reader"] as const;
    const issues = contracts.flatMap((contract) => catalogue.check(event, contract));
    return issues.length === 0 ? [] : [{ line, issues }];
  });
  expect(described).toBe(proposal.lines);
  return refused;
}

/** The schema of an event of a proposal. */
export function schemaOf(proposal: Proposal, event: string): SchemaObject {
  return proposal.files.find(({ path }) => path === `events/${event}.schema.json`)?.schema ?? {};
}
