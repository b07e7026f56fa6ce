// Writes the JSON Schema of the config file into the package of the command, run there: node ../../scripts/write-config-schema.mjs
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { configSchema } = await import(pathToFileURL(resolve("dist/schemas/config-schema.js")).href);
writeFileSync("config.schema.json", `${JSON.stringify(configSchema(), null, 2)}\n`);
