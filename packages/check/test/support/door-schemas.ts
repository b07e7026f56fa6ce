import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A schema, as far as the tests change it. */
export interface EventSchema {
  title: string;
  description: string;
  type: "object";
  required: string[];
  properties: Record<string, Record<string, unknown>>;
}

function doorSchema(title: string, eventName: string): EventSchema {
  return {
    title,
    description: "Somebody did something to a door.",
    type: "object",
    required: ["timestamp", "event", "door"],
    properties: {
      timestamp: { description: "Unix time.", type: "number", minimum: 0, unit: "s", examples: [1719900000.25] },
      event: { const: eventName },
      door: { description: "The sign on it.", type: "string", kind: "dimension", examples: ["cellar"] },
    },
  };
}

export function doorOpened(): EventSchema {
  const schema = doorSchema("DoorOpened", "door_opened");
  schema.required.push("open_for");
  schema.properties["open_for"] = { description: "How long.", type: "number", minimum: 0, unit: "s", examples: [12.5] };
  schema.properties["way"] = { description: "Which way people went.", enum: ["in", "out"], kind: "dimension" };
  return schema;
}

export function doorLocked(): EventSchema {
  return doorSchema("DoorLocked", "door_locked");
}

/** Writes schemas into `events/` of a folder; returns the folder. */
export function writeSchemas(folder: string, ...schemas: readonly EventSchema[]): string {
  for (const schema of schemas) {
    const path = join(folder, "events", `${String(schema.properties["event"]?.["const"])}.schema.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  }
  return folder;
}

/** Changes a schema of a folder. */
export function edit(folder: string, eventName: string, change: (schema: EventSchema) => void): void {
  const path = join(folder, "events", `${eventName}.schema.json`);
  const schema = JSON.parse(readFileSync(path, "utf8")) as EventSchema;
  change(schema);
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
}
