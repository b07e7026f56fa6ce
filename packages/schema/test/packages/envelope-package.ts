/** What a platform team publishes. */
export const envelope = {
  $id: "https://schemas.acme.com/event.schema.json",
  title: "Event",
  description: "What every event carries.",
  type: "object",
  required: ["timestamp", "event", "region"],
  properties: {
    timestamp: { description: "When it happened.", type: "number", unit: "s", kind: "identifier" },
    event: { description: "Which event it is.", type: "string", kind: "identifier" },
    region: { description: "Where it happened.", type: "string" },
  },
};

export const money = {
  title: "Money",
  description: "An amount.",
  type: "object",
  required: ["amount"],
  properties: { amount: { description: "How much it is.", type: "number", unit: "EUR" } },
};

/** An event that refers to the envelope and, for its field `total`, to what `total` leads to. */
export function orderPlaced(total: string, base = "npm:@acme/envelope/schemas/event.schema.json"): object {
  return {
    title: "OrderPlaced",
    description: "Somebody ordered.",
    type: "object",
    allOf: [{ $ref: base }],
    properties: {
      event: { const: "order_placed" },
      total: { description: "What it costs.", $ref: total },
    },
  };
}

/** A project with the package installed. */
export const project = {
  "package.json": { name: "shop", dependencies: { "@acme/envelope": "^1.0.0" } },
  "schemas/events/order_placed.schema.json": orderPlaced("npm:@acme/envelope/schemas/types/money.schema.json"),
  "node_modules/@acme/envelope/package.json": { name: "@acme/envelope", version: "1.2.0" },
  "node_modules/@acme/envelope/schemas/event.schema.json": envelope,
  "node_modules/@acme/envelope/schemas/types/money.schema.json": money,
};
