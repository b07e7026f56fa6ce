// `pnpm archive-schemas 1.2.3`: keeps the schemas of a release in releases/1.2.3, which `pnpm check-compat` compares with from then on.
import { existsSync } from "node:fs";
import { archiveOf, differencesFrom, keepSchemas } from "./schema-archive.js";

const [version = ""] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) {
  console.error(`archive-schemas: expected a version such as 1.2.3, received ${JSON.stringify(version)}`);
  process.exit(2);
}

if (!existsSync(archiveOf(version))) {
  keepSchemas(version);
  console.log(`wrote ${archiveOf(version)}; commit it with the release`);
}
const changed = differencesFrom(version);
for (const path of changed) console.error(`${path} is not as it was released as ${version}; choose another version`);
process.exit(changed.length === 0 ? 0 : 1);
