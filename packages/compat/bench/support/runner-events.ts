import { readdirSync, readFileSync } from "node:fs";
import type { Json } from "../../dist/index.js";

type Event = Record<string, Json> & { properties: Record<string, Json>; required: string[] };

const schemas = new URL("../../../../schemas/", import.meta.url);

function read(path: string): Record<string, Json> {
  const { $schema: _, ...schema } = JSON.parse(readFileSync(new URL(path, schemas), "utf8")) as Record<string, Json>;
  return schema;
}

/** One document with an event schema and the files that it refers to. */
function bundle(event: Event, isWriter: boolean): Json {
  const shared = readdirSync(new URL("shared/", schemas)).map((file) => [
    file,
    { $id: `https://example.com/shared/${file}`, ...read(`shared/${file}`) },
  ]);
  const closed = isWriter ? { unevaluatedProperties: false } : {};
  return { $id: "https://example.com/events/it", ...event, ...closed, $defs: Object.fromEntries(shared) };
}

const changes: readonly ((event: Event) => void)[] = [
  (event) => {
    event.properties["exit_reason"] = { type: "string", maxLength: 200 };
  },
  (event) => {
    event.properties["exit_reason"] = { type: "string" };
    event.required.push("exit_reason");
  },
  (event) => {
    event.properties["status"] = { enum: ["normal", "abnormal"] };
  },
  (event) => {
    event.properties["job_duration"] = { type: "number", minimum: 1 };
  },
  (event) => {
    event.required = event.required.filter((name) => name !== "repo");
  },
  (event) => {
    event.properties["status"] = { type: "string", pattern: "^[a-z_]+$" };
  },
];

/** The questions of a compatibility check: writer(baseline) ⊆ reader(candidate), and the reverse. */
export type Questions = readonly (readonly [subset: Json, superset: Json])[];

/** This many different changed events, each the size of `runner_stop`. */
export function changedEvents(count: number): Questions[] {
  return Array.from({ length: count }, (_, index) => {
    const baseline = read("events/runner_stop.schema.json") as Event;
    baseline.properties["event"] = { const: `event_${index}` };
    const candidate = structuredClone(baseline);
    changes[index % changes.length]?.(candidate);
    return [
      [bundle(baseline, true), bundle(candidate, false)],
      [bundle(candidate, true), bundle(baseline, false)],
    ];
  });
}
