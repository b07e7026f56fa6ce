import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What happens to what: twenty-five times forty events, if there are a thousand. */
const subjects =
  "order invoice payment refund shipment parcel customer account session device sensor gateway pump valve tenant user cart coupon batch job build deploy alert ticket backup".split(
    " ",
  );
const verbs =
  "placed paid failed shipped created removed opened closed started stopped paused resumed moved merged split renamed locked unlocked checked expired renewed sent received queued retried skipped approved rejected returned scanned loaded stored archived restored tagged rated shared blocked flagged synced".split(
    " ",
  );

/** The names of the first so many events. */
export function eventNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const [subject, verb] = [
      subjects[index % subjects.length],
      verbs[Math.floor(index / subjects.length) % verbs.length],
    ];
    const round = Math.floor(index / (subjects.length * verbs.length));
    return `${subject}_${verb}${round === 0 ? "" : `_${round}`}`;
  });
}

/** Writes the schemas of so many events of 13 fields each, with an envelope and definitions that they share. */
export function writeEvents(folder: string, count: number): void {
  for (const each of ["events", "shared"]) mkdirSync(join(folder, each), { recursive: true });
  write(join(folder, "shared/event.schema.json"), envelope);
  write(join(folder, "shared/fields.schema.json"), sharedFields);
  for (const name of eventNames(count)) write(eventFile(folder, name), eventSchema(name));
}

/** Path of the schema of an event. */
export function eventFile(folder: string, name: string): string {
  return join(folder, "events", `${name}.schema.json`);
}

function write(path: string, schema: object): void {
  writeFileSync(path, `${JSON.stringify(schema, undefined, 2)}\n`);
}

const envelope = {
  title: "Event",
  description: "The envelope of every event: when it happened and which event it is.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: {
      description: "Unix time at which the event happened.",
      type: "number",
      minimum: 0,
      kind: "identifier",
      unit: "s",
      examples: [1_719_900_000.25],
    },
    event: {
      description: "Name of the event: the name of its type in snake case.",
      type: "string",
      kind: "identifier",
      examples: ["order_placed"],
    },
  },
};

const sharedFields = {
  description: "Fields that several events have.",
  $defs: {
    region: { description: "Region in which it happened.", type: "string", minLength: 1, examples: ["eu-west-1"] },
    attempts: {
      description: "Attempts so far, this one included.",
      type: "integer",
      minimum: 1,
      unit: "{attempt}",
      examples: [1],
    },
  },
};

/** An event with texts, numbers, counts, a flag, an enum and a list; three of its fields are optional. */
export function eventSchema(name: string): object {
  const [subject = "", verb = ""] = name.split("_");
  const title = name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return {
    title,
    description: `A ${subject} was ${verb}, and the service that did it knows the outcome.`,
    allOf: [{ $ref: "../shared/event.schema.json" }],
    required: [`${subject}_id`, "region", "source", "outcome", "duration", "attempts", "size", "is_test"],
    properties: {
      event: { const: name },
      [`${subject}_id`]: {
        description: `Which ${subject} this is about.`,
        type: "string",
        minLength: 1,
        kind: "identifier",
        examples: [`${subject}-4711`],
      },
      region: { $ref: "../shared/fields.schema.json#/$defs/region" },
      source: { description: "Service that did it.", type: "string", examples: ["checkout"] },
      outcome: { description: "How it ended.", enum: ["done", "refused", "failed"] },
      duration: {
        description: "Time that it took, from the request to the answer.",
        type: "number",
        minimum: 0,
        unit: "s",
        examples: [0.25],
      },
      attempts: { $ref: "../shared/fields.schema.json#/$defs/attempts" },
      size: {
        description: "Size of what was sent.",
        type: "integer",
        minimum: 0,
        kind: "measure",
        unit: "By",
        examples: [512],
      },
      amount: {
        description: "Amount of money at stake. Absent where there is none.",
        type: "number",
        minimum: 0,
        unit: "{EUR}",
        examples: [12.5],
      },
      is_test: { description: "Whether nobody should count it.", type: "boolean", examples: [false] },
      labels: {
        description: "Labels that people gave it. Absent if there are none.",
        type: "array",
        items: { type: "string" },
        examples: [["urgent"]],
      },
      reason: {
        description: "Why it ended so. Absent if nobody said.",
        type: "string",
        kind: "text",
        examples: ["timeout"],
      },
    },
  };
}
