import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fieldReference } from "@metric-events/codegen";
import { buildCatalogue, loadSchemas } from "@metric-events/schema";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";

/** The reference of the repository's events, with these properties set in the flavor of all. */
function referenceWith(flavor: object): string {
  const folder = temporaryFolder();
  cpSync(resolve("../../schemas"), folder, { recursive: true });
  const file = join(folder, "shared", "event.schema.json");
  const schema = JSON.parse(readFileSync(file, "utf8"));
  Object.assign(schema.properties.timestamp, flavor);
  writeFileSync(file, JSON.stringify(schema));
  return fieldReference(buildCatalogue(loadSchemas(folder)));
}

describe("the field reference", () => {
  it("shows a description as it is, but for text in backticks, which is code", () => {
    const reference = referenceWith({ description: "Ask @octocat <b>now</b>,\nor see `a|b` and #12 | *end*\u202e." });
    expect(reference).toContain(
      "| Ask @<!-- -->octocat \\<b\\>now\\</b\\>, or see `a\\|b` and \\#<!-- -->12 \\| \\*end\\*\\\\u202e. ",
    );
  });

  it("keeps units, examples and defaults within their cells", () => {
    const reference = referenceWith({ unit: "{a|b}", examples: ["`|`"], default: "|" });
    const rows = reference.split("\n").filter((line) => line.startsWith("| `timestamp`"));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.replaceAll(/\\./g, "").match(/\|/g)).toHaveLength(6);
      expect(row).toContain("\\{a\\|b\\}");
      expect(row).toContain('Default: `"\\|"`. Examples: `` "`\\|`" ``.');
    }
  });
});
