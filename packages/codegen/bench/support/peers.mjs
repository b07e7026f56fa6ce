// What others do with the same schemas: json-schema-to-typescript writes types, and Ajv, as ajv-cli calls it, standalone validators. All in one
// process, which is in their favour. node peers.mjs <folder of schemas> <output folder>
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { compileFromFile } from "json-schema-to-typescript";

const [schemas = "", out = ""] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const idOf = (path) => pathToFileURL(resolve(path)).href;
const shared = readdirSync(join(schemas, "shared")).map((name) => join(schemas, "shared", name));
for (const name of readdirSync(join(schemas, "events"))) {
  const path = join(schemas, "events", name);
  const stem = name.replace(".schema.json", "");
  const types = await compileFromFile(path, { cwd: dirname(path), additionalProperties: false });
  writeFileSync(join(out, `${stem}.ts`), types);
  const ajv = new Ajv2020({ strict: false, validateFormats: false, code: { source: true, esm: true } });
  for (const other of shared) ajv.addSchema(read(other), idOf(other));
  const validate = ajv.compile({ ...read(path), $id: idOf(path) });
  writeFileSync(join(out, `${stem}.js`), standalone.default(ajv, validate));
}
