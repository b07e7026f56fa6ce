import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { compileCatalogue } from "@metric-events/codegen";
import { openLogs } from "@metric-events/reader";
import type { SchemaObject } from "@metric-events/schema";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { inferSchemas, writeSchemaFiles } from "../src/index.js";
import { inferLines, refusedLines, schemaOf } from "./support/infer-lines.js";

function eventsOf(make: (index: number) => object, length = 60): string[] {
  return Array.from({ length }, (_, index) => JSON.stringify({ timestamp: index, event: "x", ...make(index) }));
}

function payment(index: number): object {
  if (index % 3 === 0) return { method: "card", last: "42" };
  return { method: index % 3 === 1 ? "iban" : "wire", bank: "x" };
}

async function propertiesOf(lines: readonly string[]): Promise<Readonly<Record<string, SchemaObject>>> {
  const proposal = await inferLines(lines);
  expect(refusedLines(proposal, lines)).toEqual([]);
  const { properties, ...rest } = schemaOf(proposal, "x");
  return { ...(properties as Record<string, SchemaObject>), "": rest };
}

describe("a proposal", () => {
  it("says which fields are optional, and which may be null", async () => {
    const fields = await propertiesOf(
      eventsOf((index) => ({ always: true, ...(index % 2 === 0 ? { sometimes: null } : {}) })),
    );
    expect(fields[""]?.required).toEqual(["always"]);
    expect(fields["sometimes"]).toMatchObject({
      type: "null",
      description: expect.stringContaining("absent") as string,
    });
  });

  it("has unions of types, with the keywords of each", async () => {
    const values = [1, "text", { a: 1 }, [true], null, 1.5];
    const { mixed } = await propertiesOf(eventsOf((index) => ({ mixed: values[index % values.length] })));
    expect(mixed).toMatchObject({
      type: ["string", "number", "object", "array", "null"],
      properties: { a: {} },
      items: { type: "boolean" },
    });
  });

  it("tells variants apart by their tag", async () => {
    const fields = await propertiesOf(eventsOf((index) => ({ payment: payment(index) })));
    expect(fields["payment"]).toMatchObject({
      required: ["method"],
      anyOf: [
        { properties: { method: { const: "card" } }, required: ["last"] },
        { properties: { method: { enum: ["iban", "wire"] } }, required: ["bank"] },
      ],
    });
  });

  it("does not take fields that come and go for variants", async () => {
    const fields = await propertiesOf(
      eventsOf((index) => ({ o: { kind: index % 2 === 0 ? "a" : "b", ...(index % 4 === 0 ? { extra: 1 } : {}) } })),
    );
    expect(fields["o"]).not.toHaveProperty("anyOf");
  });

  it("describes objects whose names are data by their values, and copies no name", async () => {
    const lines = eventsOf((index) => ({
      by_user: { [`user_${index}`]: { spent_eur: index + 0.5 } },
      by_mail: { "jane@example.com": 1, "joe@example.com": 2 },
      by_day: { [`2026-07-${10 + (index % 20)}`]: 3 },
    }));
    const fields = await propertiesOf(lines);
    const value = { type: "object", properties: { spent_eur: { unit: "EUR" } } };
    expect(fields["by_user"]).toMatchObject({ type: "object", additionalProperties: value });
    expect(fields["by_mail"]).toMatchObject({ additionalProperties: { type: "integer" } });
    expect(fields["by_day"]).toMatchObject({ additionalProperties: { type: "integer" } });
    expect(JSON.stringify(fields)).not.toMatch(/user_\d|jane|2026-07/);
  });

  it("keeps fields that are always there apart, however they are called", async () => {
    const fields = await propertiesOf(eventsOf(() => ({ times: { p50: 1.5, p95: 2.5, p99: 3.5 } })));
    expect(Object.keys(fields["times"]?.properties ?? {})).toEqual(["p50", "p95", "p99"]);
  });

  it.each<[string, (index: number) => unknown, object]>([
    ["elapsed_seconds", (index) => index, { type: "number", kind: "measure", unit: "s", minimum: 0 }],
    ["wait_ms", (index) => index, { type: "integer", kind: "measure", unit: "ms", minimum: 0 }],
    ["sizeBytes", (index) => index, { type: "integer", unit: "By", minimum: 0 }],
    ["disk_mb", (index) => index + 0.5, { type: "number", unit: "MBy" }],
    ["cpu_percent", (index) => index - 5, { type: "integer", unit: "%", kind: "measure" }],
    ["temperature_c", (index) => index - 20.5, { unit: "Cel" }],
    ["idle_runners", (index) => index, { kind: "count", unit: "{runner}", minimum: 0 }],
    ["retry_count", () => 1, { kind: "count", unit: "{retry}" }],
    ["exit_code", () => 137, { kind: "dimension" }],
    ["created_at", (index) => 1_719_900_000_000 + index, { type: "integer", kind: "identifier", unit: "ms" }],
    ["position", (index) => index, { type: "integer", kind: "identifier" }],
    ["score", (index) => index / 7, { type: "number", kind: "measure", unit: "1" }],
    ["ended", () => "2026-07-02T06:00:00Z", { format: "date-time", kind: "identifier" }],
    ["peer", () => "10.0.0.1", { format: "ipv4" }],
    ["conclusion", (index) => ["success", "failure"][index % 2], { enum: ["failure", "success"], kind: "dimension" }],
    [
      "conclusion",
      (index) => ["success", "failure", null][index % 3],
      { type: ["string", "null"], enum: ["failure", "success", null] },
    ],
    ["flavor", (index) => ["small", "large-arm64"][index % 2], { type: "string", kind: "dimension" }],
    ["remark", (index) => `remark ${index}`, { type: "string", kind: "text" }],
  ])("guesses what %s is", async (name, make, expected) => {
    const proposal = await inferLines(eventsOf((index) => ({ [name]: make(index) })));
    const { properties: fields = {} } = schemaOf(proposal, "x");
    expect(fields[name]).toMatchObject(expected);
    if (!("enum" in expected)) expect(fields[name]).not.toHaveProperty("enum");
  });

  it.each(["password", "api_token", "user_name", "sessionId", "hostname"])(
    "never copies the values of %s",
    async (name) => {
      const lines = eventsOf((index) => ({ [name]: index % 2 === 0 ? "hunter" : "letmein" }));
      expect(JSON.stringify(await inferLines(lines))).not.toMatch(/hunter|letmein/);
    },
  );

  it("never copies values of fields that are in one about people, nor words that tell variants of it apart", async () => {
    const lines = eventsOf((index) => ({
      customer: index % 2 === 0 ? { state: "hunter", a: 1 } : { state: "letmein", b: 1 },
      tokens: ["hunter", "letmein"],
    }));
    expect(JSON.stringify(await inferLines(lines))).not.toMatch(/hunter|letmein/);
  });

  it("is bounded for lines that are deep, wide or long, and accepts them", async () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field ${index}`, index]));
    const long = { text: "x".repeat(100_000), ["n".repeat(500)]: 1 };
    const deep = `{"timestamp":1,"event":"x","deep":${'[{"a":'.repeat(900)}1${"}]".repeat(900)}}`;
    const lines = [...eventsOf((index) => (index === 2 ? wide : long), 9), deep];
    const proposal = await inferLines(lines);
    expect(proposal.lines).toBe(10);
    expect(refusedLines(proposal, lines)).toEqual([]);
    expect(JSON.stringify(proposal).length).toBeLessThan(200_000);
  });

  it("leaves lines out that are no events, and says where they stand", async () => {
    const folder = temporaryFolder();
    const bad = [
      "[1]",
      "12",
      '{"a":1',
      '{"timestamp":1,"event":"x","a":1,"a":2}',
      '{"timestamp":1,"event":"x","a":1e999}',
      '{"timestamp":1}',
      '{"event":"x"}',
      '{"timestamp":1,"event":""}',
    ];
    writeFileSync(join(folder, "a.log"), `${eventsOf(() => ({ a: 1 })).join("\n")}\n\n${bad.join("\n")}\n`);
    const proposal = await inferSchemas(await openLogs(["a.log"], { cwd: folder }));
    expect(proposal.lines).toBe(60);
    expect(proposal.leftOut).toEqual([
      { reason: "no-name", count: 2, places: [67, 69].map((line) => ({ file: "a.log", line })) },
      { reason: "not-object", count: 2, places: [62, 63].map((line) => ({ file: "a.log", line })) },
      { reason: "duplicate-key", count: 1, places: [{ file: "a.log", line: 65, column: 34 }] },
      { reason: "inexact-number", count: 1, places: [{ file: "a.log", line: 66, column: 32 }] },
      { reason: "no-time", count: 1, places: [{ file: "a.log", line: 68 }] },
      { reason: "torn", count: 1, places: [{ file: "a.log", line: 64, column: 7 }] },
    ]);
  });

  it("is the same for compressed logs and several files, and reads on after one that it cannot read", async () => {
    const folder = temporaryFolder();
    const lines = eventsOf((index) => ({ n: index, word: index % 2 === 0 ? "on" : "off" }));
    writeFileSync(join(folder, "new.log"), `${lines.slice(30).join("\n")}\n`);
    writeFileSync(join(folder, "old.log.gz"), gzipSync(`${lines.slice(0, 30).join("\n")}\n`));
    const unread: string[] = [];
    const logs = await openLogs(["old.log.gz", "nowhere.log", "new.log"], { cwd: folder });
    const proposal = await inferSchemas(logs, { onUnread: ({ file }) => void unread.push(file) });
    expect(unread).toEqual(["nowhere.log"]);
    expect(proposal).toEqual(await inferLines(lines));
    await expect(inferSchemas(await openLogs(["nowhere.log"], { cwd: folder }))).rejects.toMatchObject({
      code: "unread-logs",
    });
    await expect(inferLines(["[]"])).rejects.toMatchObject({ code: "no-lines" });
  });

  it.each([
    ["date", ["2024-02-29", "2023-12-31"], ["2024-02-30", "2023-02-29"]],
    [
      "date-time",
      ["2024-02-29T10:00:00Z", "2024-02-29t23:59:60+00:00"],
      ["2024-04-31T10:00:00Z", "2024-02-29T24:00:00Z"],
    ],
    ["time", ["10:00:00Z", "10:00:00.5+01:00"], ["10:00:00", "12:00:60Z"]],
    ["uuid", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567-e89b-12d3-a456-42661417400g"]],
    ["ipv4", ["10.0.0.1", "255.255.255.255"], ["10.0.0.256", "010.0.0.1"]],
    ["ipv6", ["::1", "2001:db8::1", "::ffff:10.0.0.1"], ["1:2:3", "1::2::3", ":::", "12345::"]],
    ["email", ["a.b@example.com", "o'neil@a-b.example"], ["a..b@example.com", "a@-b.example", ".a@example.com"]],
    [
      "uri",
      ["https://example.com/a?b=c", "s3://bucket/key"],
      ["https://example.com/a|b", "http://a/%zz", "http://a/{x}"],
    ],
    ["duration", ["PT5S", "P1DT2H", "P3W"], ["P1YT", "PT1H2S", "P1D2Y"]],
  ] as const)(
    "proposes the format %s only where those that check it take every text",
    async (format, having, lacking) => {
      const project = temporaryFolder();
      writeFileSync(join(project, "metric-events.config.json"), '{ "formats": "assert" }');
      const of = async (name: string, texts: readonly string[]): Promise<unknown> => {
        const lines = eventsOf((index) => ({ f: texts[index % texts.length] }));
        const proposal = await inferLines(lines);
        const folder = join(project, name);
        writeSchemaFiles(proposal, folder);
        const catalogue = compileCatalogue(folder);
        for (const line of lines) expect(catalogue.check(JSON.parse(line), "writer")).toEqual([]);
        const { properties = {} } = schemaOf(proposal, "x") as { properties?: Readonly<Record<string, SchemaObject>> };
        return properties["f"]?.format;
      };
      expect(await of("having", having)).toBe(format);
      for (const [index, text] of lacking.entries())
        expect(await of(`lacking-${index}`, [...having, text])).not.toBe(format);
    },
  );

  it("takes a time with a space where formats are checked, too", async () => {
    const project = temporaryFolder();
    writeFileSync(join(project, "metric-events.config.json"), '{ "formats": "assert" }');
    const lines = Array.from({ length: 9 }, (_, index) =>
      JSON.stringify({ at: `2024-01-0${index + 1} 10:00:00Z`, event: "x" }),
    );
    const proposal = await inferLines(lines);
    writeSchemaFiles(proposal, join(project, "schemas"));
    const catalogue = compileCatalogue(join(project, "schemas"));
    for (const line of lines) expect(catalogue.check(JSON.parse(line), "writer")).toEqual([]);
  });

  it("keeps events apart whose names meet in snake case", async () => {
    const names = [
      "order_placed",
      "Order Placed",
      "order.placed",
      "a1",
      "a_1",
      "index",
      "event",
      "404",
      "日本",
      "constructor",
      "__proto__",
    ];
    const lines = names.map((event, index) => JSON.stringify({ timestamp: index, event, [`of_${index}`]: 1 }));
    const proposal = await inferLines(lines, { eventField: "event" });
    expect(refusedLines(proposal, lines)).toEqual([]);
    const { names: mapped } = proposal.mapping;
    expect(new Set(mapped.map(({ event }) => event)).size).toBe(names.length);
    expect(mapped).toContainEqual({ inLog: "order_placed", event: "order_placed" });
    expect(mapped).toContainEqual({ inLog: "index", event: "index_event" });
  });
});
