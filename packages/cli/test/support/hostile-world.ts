import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formula, hostile, hostileName, hostileUnit } from "./hostile-text.js";

/** A folder in which every text that comes from outside is hostile: schemas, a baseline, logs, configurations, and their names. */
export function writeHostileWorld(cwd: string): void {
  const files: Record<string, string> = {
    "schemas/events/probe.schema.json": JSON.stringify(probe({})),
    "schemas/events/probe_ended.schema.json": JSON.stringify(ended),
    "old/events/probe.schema.json": JSON.stringify(probe({ isOld: true })),
    "old/events/gone.schema.json": JSON.stringify({ ...ended, title: "Gone", properties: { ...envelope("gone") } }),
    [`s${hostileName}/events/probe.schema.json`]: JSON.stringify(probe({})),
    [`bad/events/${hostileName}.json`]: "{}",
    "bad/events/text.schema.json": `{"a": "${hostile}"`,
    "bad/events/wrong.schema.json": JSON.stringify(wrong),
    [`bad/events/ref.schema.json`]: JSON.stringify({ $ref: hostile }),
    "bad/events/package.schema.json": JSON.stringify({
      allOf: [
        { $ref: "npm:@acme/evil/schemas/evil.schema.json" },
        { $ref: "npm:@acme/evil/hidden.json" },
        { $ref: `npm:${hostile}` },
        { $ref: `npm:@acme/evil/schemas/${hostile}` },
      ],
    }),
    "node_modules/@acme/evil/package.json": JSON.stringify({
      name: "@acme/evil",
      version: hostile,
      exports: { "./schemas/*": "./schemas/*", "./hidden.json": `../${hostile}` },
    }),
    "node_modules/@acme/evil/schemas/evil.schema.json": JSON.stringify({ [hostile]: hostile, type: hostile }),
    "packed/schemas/events/probe.schema.json": JSON.stringify(probe({})),
    "packed/package.json": JSON.stringify({
      name: "probe",
      version: "1.0.0",
      private: true,
      main: hostile,
      exports: { [`./${hostile}`]: hostile },
      dependencies: { "@metric-events/runtime": `workspace:${hostile}` },
      files: ["none"],
    }),
    "package.json": JSON.stringify({ name: hostile, scripts: { [hostile]: hostile, generate: hostile } }),
    "metrics.log": log,
    [hostileName]: log,
    "alerts.json": JSON.stringify({
      rules: {
        [hostile]: {
          description: hostile,
          event: "probe",
          take: "count",
          above: 0,
          window: "1d",
          every: "1d",
          by: ["job", "host"],
        },
      },
    }),
    "prices.json": JSON.stringify({
      currency: hostile.slice(0, 20),
      event: "probe",
      field: hostile,
      by: hostile.slice(1),
      perHour: { [hostile]: 1 },
    }),
    "own.log": "",
    [`lake${hostileName}/_lake/manifest.json`]: JSON.stringify(hostileManifest),
    [`torn${hostileName}/_lake/manifest.json`]: hostile,
    "unknown-key/metric-events.config.json": JSON.stringify({
      [hostile]: 1,
      schemas: { [hostile]: hostile },
      check: wrongCheck,
    }),
    "not-json/metric-events.config.json": hostile,
    "no-object/metric-events.config.json": JSON.stringify([hostile]),
    "no-folder/metric-events.config.json": JSON.stringify({
      schemas: hostileName,
      out: "out",
      reference: `${hostileName}.md`,
    }),
    [`${hostileName}.conf`]: `${join(cwd, "metrics.log")} {\n  copytruncate\n  ${hostile}\n}\n`,
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
}

const envelope = (name: string): object => ({
  timestamp: { type: "number", unit: "s", description: hostile, examples: [1_700_000_000] },
  event: { const: name, description: hostile },
});

/** An event schema whose every free text is hostile. */
function probe({ isOld = false }): object {
  return {
    title: "Probe",
    description: hostile,
    type: "object",
    required: ["timestamp", "event", "job", ...(isOld ? [] : [hostile])],
    properties: {
      ...envelope("probe"),
      [hostile]: { type: "string", kind: "dimension", description: hostile, examples: [hostile, formula] },
      // A flag cannot have an equals sign.
      [hostile.replaceAll("=", "")]: { type: "number", unit: "s", description: hostile },
      job: { type: "string", kind: "dimension", description: hostile, examples: [hostile] },
      way: { enum: isOld ? [hostile, "in", "out"] : [hostile, "in"], kind: "dimension", description: hostile },
      size: { type: "number", kind: "measure", unit: isOld ? "By" : hostileUnit, description: hostile, default: 1 },
      amount: { type: "number", kind: "count", unit: hostileUnit, description: hostile },
      text: {
        type: "string",
        pattern: "^[^\u202e\u001b]*|octocat",
        kind: "text",
        description: hostile,
        default: hostile,
      },
      free: { type: "object", additionalProperties: true, description: hostile, examples: [{ [hostile]: hostile }] },
      nested: {
        type: "object",
        description: hostile,
        properties: { [hostile]: { type: "number", unit: "s", description: hostile } },
      },
    },
  };
}

const ended = {
  title: "ProbeEnded",
  description: hostile,
  ends: "probe",
  deprecated: true,
  type: "object",
  required: ["timestamp", "event", "job"],
  properties: {
    ...envelope("probe_ended"),
    job: { type: "string", kind: "dimension", description: hostile, examples: [hostile] },
  },
};

/** A schema with a mistake wherever one can be made. */
const wrong = {
  [hostile]: hostile,
  title: hostile,
  description: 1,
  type: hostile,
  required: [hostile],
  ends: hostile,
  since: hostile,
  properties: {
    event: { const: hostile, description: hostile },
    [hostile]: { [hostile]: hostile, $ref: hostile, kind: hostile, unit: hostile, enum: [hostile, hostile] },
    other: { $ref: `#/$defs/${hostile}`, pattern: `(${hostile}`, type: "string", default: 1, examples: [1] },
  },
};

const wrongCheck = {
  [hostile]: hostile,
  mode: hostile,
  events: { [hostile]: hostile },
  against: hostile,
  ignore: [{ event: hostile, change: hostile, until: hostile, [hostile]: 1 }],
};

const valid = {
  timestamp: 1_700_000_000,
  event: "probe",
  [hostile]: hostile,
  job: hostile,
  way: hostile,
  size: 1,
  amount: 2,
  text: "octocat",
  free: { [hostile]: hostile },
  [`${hostile}2`]: hostile,
};

/** Valid events and every kind of bad line. */
const log = [
  valid,
  {
    ...valid,
    timestamp: 1_700_000_100,
    job: formula,
    [hostile]: formula,
    nested: { [hostile]: 2, [`${hostile}3`]: hostile },
  },
  { timestamp: 1_700_000_200, event: "probe_ended", job: hostile },
  { timestamp: 1, event: hostile, [hostile]: hostile },
  { timestamp: hostile, event: "probe", way: hostile + hostile, free: hostile },
]
  .map((line) => JSON.stringify(line))
  .concat(
    `{"timestamp":1,"event":"probe","${hostileName}":`,
    hostileName.replaceAll("\n", "\v"),
    `{"timestamp":1,"${JSON.stringify(hostile).slice(1, -1)}":1,"${JSON.stringify(hostile).slice(1, -1)}":2}`,
    // Raw where JSON allows it: characters that no JSON writer escapes.
    `{"timestamp":1700000300,\t"event":"probe_ended",\r"job":"octocat \u202e\u2066\u200b\u2028\u009b31m \u007f ##[error]x"}`,
    "",
  )
  .join("\n");

/** Of a lake whose names are hostile, and whose files are missing. */
const hostileManifest = {
  version: 1,
  generation: 1,
  lines: 1,
  schemas: [[[hostile, hostile]]],
  parts: [part("probe"), part(hostile)],
  badLines: [],
};

function part(event: string): object {
  const path = `event=${hostileName}/${hostileName}.parquet`;
  return { path, rows: 1, bytes: 1, schema: 0, event, host: hostile, first: 1, last: 1 };
}
