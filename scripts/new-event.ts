// `pnpm new-event runner_paused "A runner stopped taking jobs."`: writes the schema of a new event, and generates its code.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { runTurbo } from "./run-turbo.js";

const [name, description, ...rest] = process.argv.slice(2);
const usage = 'usage: pnpm new-event <event_name> "<what happened, as a sentence>"';

if (name === undefined || description === undefined || rest.length > 0) fail(usage);
if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))
  fail(`the name must be in snake case, such as runner_paused, received ${name}\n${usage}`);

const path = `schemas/events/${name}.schema.json`;
if (existsSync(path)) fail(`${path} exists already`);

const title = name.replaceAll(/(^|_)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
const schema = {
  $schema: "../meta/event.schema.json",
  title,
  description,
  type: "object",
  allOf: [{ $ref: "../shared/event.schema.json" }],
  required: ["flavor"],
  properties: { event: { const: name }, flavor: { $ref: "../shared/runner-fields.schema.json#/$defs/flavor" } },
};
writeFileSync(path, JSON.stringify(schema));
spawnSync("biome", ["format", "--write", path]);
console.log(`wrote ${path}: add its fields, then run pnpm generate again`);
process.exit(runTurbo("//#generate:write"));

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
