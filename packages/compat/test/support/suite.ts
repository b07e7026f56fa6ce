import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json } from "../../src/index.js";

export interface SuiteGroup {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

const folder =
  process.env.JSON_SCHEMA_TEST_SUITE ??
  fileURLToPath(new URL("../../../../../shared/json-schema-test-suite", import.meta.url));

export const isSuiteThere = existsSync(folder);
export const missingSuite = `no JSON-Schema-Test-Suite in ${folder}: name its folder in JSON_SCHEMA_TEST_SUITE`;

/** The documents that the suite refers to, by the URIs at which it expects them. */
export function suiteDocuments(): Readonly<Record<string, Json>> {
  const remotes = `${folder}/remotes`;
  const files = readdirSync(remotes, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.map((name) => [
      `http://localhost:1234/${name.replaceAll("\\", "/")}`,
      JSON.parse(readFileSync(`${remotes}/${name}`, "utf8")) as Json,
    ]),
  );
}

/** The required test files of one draft, or those in a folder below it. */
export function suiteFiles(draft: string): { readonly name: string; readonly groups: readonly SuiteGroup[] }[] {
  return readdirSync(`${folder}/tests/${draft}`)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => ({
      name: name.replace(/\.json$/, ""),
      groups: JSON.parse(readFileSync(`${folder}/tests/${draft}/${name}`, "utf8")) as SuiteGroup[],
    }));
}
