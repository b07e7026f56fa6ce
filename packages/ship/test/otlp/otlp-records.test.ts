import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { compileCatalogue } from "@metric-events/codegen";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { afterEach, describe, expect, it } from "vitest";
import { attributesOf, recordsOf } from "./support/decode-request.js";
import { type StubShipping, shipToStub } from "./support/ship-to-stub.js";
import { type StubCollector, stubCollector } from "./support/stub-collector.js";

const start =
  '{"timestamp":1719900000.25,"event":"runner_start","flavor":"small","workflow":"CI","repo":"acme/widgets","github_event":"push","job_id":9007199254740993,"runner":"r-1","idle":200}';
const stop =
  '{"timestamp":1719900300,"event":"runner_stop","host":"build-9","flavor":"small","workflow":"CI","repo":"acme/widgets","github_event":"push","status":"abnormal","status_info":{"code":137},"job_duration":300.125,"added_later":7}';

let stub: StubCollector | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function shipped(options: Omit<StubShipping, "folder"> & { readonly folder?: string }) {
  stub = await stubCollector();
  await shipToStub(stub, { folder: temporaryFolder(), ...options });
  return stub.requests;
}

for (const protocol of ["http/protobuf", "http/json"]) {
  describe(protocol, () => {
    const env = { OTEL_EXPORTER_OTLP_PROTOCOL: protocol };

    it("an event is a record with its name, its time and attributes of the types of its schema", async () => {
      const [request] = await shipped({ lines: [start], env });
      const [record = {}] = recordsOf(request?.decoded ?? {});
      expect(record).toMatchObject({
        eventName: "runner_start",
        timeUnixNano: "1719900000250000000",
        severityNumber: 9,
        severityText: "INFO",
        body: { stringValue: start },
      });
      expect(Number(record.observedTimeUnixNano) / 1e6).toBeGreaterThan(Date.now() - 3_600_000);
      const { "log.record.uid": uid, ...attributes } = attributesOf(record);
      expect(attributes).toEqual({
        flavor: { stringValue: "small" },
        "cicd.pipeline.name": { stringValue: "CI" },
        "vcs.repository.name": { stringValue: "acme/widgets" },
        github_event: { stringValue: "push" },
        // 2^53 + 1, which no double holds.
        "cicd.pipeline.task.run.id": { intValue: "9007199254740993" },
        "cicd.worker.name": { stringValue: "r-1" },
        // A number by its schema, whatever its value.
        idle: { doubleValue: 200 },
        "log.file.name": { stringValue: "metrics.log" },
      });
      expect(uid).toEqual({ stringValue: expect.stringMatching(/^[\da-f]{32}-1-0$/) });
    });

    it("fields of an object are attributes of their own, and a field that no schema knows is kept", async () => {
      const [request] = await shipped({ lines: [stop], env });
      const [record = {}] = recordsOf(request?.decoded ?? {});
      expect(attributesOf(record)).toMatchObject({
        "status_info.code": { intValue: "137" },
        job_duration: { doubleValue: 300.125 },
        added_later: { doubleValue: 7 },
      });
    });

    it("the host of an event, else that of the shipper, is the resource", async () => {
      const more = {
        OTEL_SERVICE_NAME: "runners",
        OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=ci%20%C3%A4",
      };
      const [request] = await shipped({ lines: [start, stop, start], env: { ...env, ...more } });
      const hosts = request?.decoded.resourceLogs?.map(({ resource = {}, scopeLogs = [] }) => ({
        resource: attributesOf(resource),
        records: scopeLogs.flatMap(({ logRecords = [] }) => logRecords).length,
        scope: scopeLogs[0]?.scope?.name,
      }));
      const common = {
        "service.name": { stringValue: "runners" },
        "deployment.environment.name": { stringValue: "ci ä" },
      };
      expect(hosts).toEqual([
        { resource: { ...common, "host.name": { stringValue: "build-7" } }, records: 2, scope: "metric-events" },
        { resource: { ...common, "host.name": { stringValue: "build-9" } }, records: 1, scope: "metric-events" },
      ]);
    });

    it("a bad line is a record that says so, with its bytes", async () => {
      const folder = temporaryFolder();
      const torn = start.slice(0, 40);
      const bytes = [Buffer.from(`${torn}\n`), Buffer.from([0xff, 0x0a]), Buffer.from(`\n${start}\n`)];
      writeFileSync(join(folder, "metrics.log"), Buffer.concat(bytes));
      const [request] = await shipped({ folder, env });
      const [first = {}, second = {}, third] = recordsOf(request?.decoded ?? {});
      expect(first).toMatchObject({ severityText: "WARN", severityNumber: 13, body: { stringValue: torn } });
      expect(first.eventName ?? "").toBe("");
      expect(attributesOf(first)).toMatchObject({
        "metric_events.bad_line": { boolValue: true },
        "metric_events.fault": { stringValue: "torn" },
        "metric_events.messages": { arrayValue: { values: [{ stringValue: expect.stringContaining("torn") }] } },
      });
      expect(second.body).toEqual({ bytesValue: Buffer.from([0xff]).toString("base64") });
      expect(attributesOf(second)).toMatchObject({ "metric_events.fault": { stringValue: "not-utf8" } });
      expect(third).toMatchObject({ eventName: "runner_start" });
    });

    it("types of any schema: unions, lists, free objects, nulls, and times in all forms", async () => {
      const folder = temporaryFolder();
      const catalogue = compileCatalogue(writeTypes(folder));
      const values = {
        at: 1719900000123456789n,
        maybe: null,
        count: 3,
        ratio: 3,
        either: 3,
        list: [1, 2],
        ratios: [1, 2.5],
        free: { "a.b": 1, deep: [[null, true]] },
        "free.x": "\ud800",
        "log.file.name": "forged",
        huge: 1n << 80n,
      };
      const texts = Object.entries(values).map(([name, value]) => {
        const text = typeof value === "bigint" ? String(value) : JSON.stringify(value);
        return `${JSON.stringify(name)}:${text}`;
      });
      const [request] = await shipped({ folder, catalogue, lines: [`{"event":"made",${texts.join(",")}}`], env });
      const [record = {}] = recordsOf(request?.decoded ?? {});
      expect(record.timeUnixNano).toBe("1719900000123456789");
      expect(attributesOf(record)).toMatchObject({
        maybe: {},
        "made.total": { intValue: "3" },
        ratio: { doubleValue: 3 },
        either: { intValue: "3" },
        list: { arrayValue: { values: [{ intValue: "1" }, { intValue: "2" }] } },
        ratios: { arrayValue: { values: [{ doubleValue: 1 }, { doubleValue: 2.5 }] } },
        free: {
          kvlistValue: {
            values: [
              { key: "a.b", value: { doubleValue: 1 } },
              {
                key: "deep",
                value: { arrayValue: { values: [{ arrayValue: { values: [{}, { boolValue: true }] } }] } },
              },
            ],
          },
        },
        "free.x": { stringValue: "\uFFFD" },
        "event.log.file.name": { stringValue: "forged" },
        "log.file.name": { stringValue: "metrics.log" },
        huge: { stringValue: String(1n << 80n) },
      });
    });
  });
}

describe("the time of a record is exact to the nanosecond", () => {
  const seconds: readonly (readonly [logged: string, nanos: string | undefined])[] = [
    ["1795870000.123", "1795870000123000000"],
    ["1795870000.1", "1795870000100000000"],
    ["1795870000.123456", "1795870000123456000"],
    ["1795870000.123456789", "1795870000123456789"],
    ["1795870000.1234567899", "1795870000123456789"],
    [`1795870000.123456789${"0".repeat(5000)}1`, "1795870000123456789"],
    ["1.795870000123456789e9", "1795870000123456789"],
    ["17958700001E-1", "1795870000100000000"],
    ["1795870000", "1795870000000000000"],
    ["0.000000001", "1"],
    ["1e-7", "100"],
    ["1e-10", undefined],
    ["0", undefined],
    ["-1.5", undefined],
    ["18446744073.709551615", "18446744073709551615"],
    ["18446744073.709551616", undefined],
    ["1e300", undefined],
  ];
  for (const [logged, nanos] of seconds) {
    it(logged.slice(0, 40), async () => {
      const folder = temporaryFolder();
      const catalogue = compileCatalogue(writeTypes(folder, { type: "number", unit: "s" }));
      const [request] = await shipped({ folder, catalogue, lines: [`{"event":"made","at":${logged}}`] });
      const [record = {}] = recordsOf(request?.decoded ?? {});
      expect(record.eventName).toBe("made");
      expect(record.timeUnixNano).toBe(nanos);
    });
  }

  it("fractions of milliseconds and microseconds, too", async () => {
    for (const [unit, logged] of [
      ["ms", "1795870000123.456789"],
      ["us", "1795870000123456.789"],
    ]) {
      const folder = temporaryFolder();
      const catalogue = compileCatalogue(writeTypes(folder, { type: "number", unit }));
      const [request] = await shipped({ folder, catalogue, lines: [`{"event":"made","at":${logged}}`] });
      await stub?.close();
      expect(recordsOf(request?.decoded ?? {})[0]?.timeUnixNano).toBe("1795870000123456789");
    }
  });
});

it("both forms say the same of the same log", async () => {
  const said = [];
  for (const protocol of ["http/protobuf", "http/json"]) {
    const [request] = await shipped({ lines: [start, "{", stop], env: { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } });
    said.push(recordsOf(request?.decoded ?? {}).map((record) => ({ ...record, observedTimeUnixNano: "" })));
    await stub?.close();
  }
  expect(said[0]).toHaveLength(3);
  expect(said[0]).toEqual(said[1]);
});

it("JSON has 64-bit integers as texts and doubles as numbers, as the specification asks", async () => {
  const [request] = await shipped({ lines: [start], env: { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" } });
  const text = gunzipSync(request?.bytes ?? Buffer.alloc(0)).toString();
  expect(text).toContain('"intValue":"9007199254740993"');
  expect(text).toContain('"doubleValue":200}');
  expect(text).toContain('"timeUnixNano":"1719900000250000000"');
});

it("without compression, the body is plain", async () => {
  const [request] = await shipped({ lines: [start], env: { OTEL_EXPORTER_OTLP_COMPRESSION: "none" } });
  expect(request?.headers["content-encoding"]).toBeUndefined();
  expect(recordsOf(request?.decoded ?? {})).toHaveLength(1);
});

it("a value that is nested deeper than decoders go is its JSON", async () => {
  const deep = `${"[".repeat(3000)}${"]".repeat(3000)}`;
  const [request] = await shipped({ lines: [start.replace("{", `{"extra":${deep},`)] });
  const [record = {}] = recordsOf(request?.decoded ?? {});
  expect(record.eventName).toBe("runner_start");
  expect(JSON.stringify(attributesOf(record)["extra"])).toContain("[[[[");
});

function field(name: string, schema: object): object {
  return { [name]: { description: "A value.", ...schema } };
}

/** Schemas of the event `made`, whose times are whole nanoseconds unless `time` says otherwise. */
function writeTypes(folder: string, time: object = { type: "integer", unit: "ns" }): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Made",
    description: "Something was made.",
    type: "object",
    required: ["at", "event"],
    properties: {
      ...field("at", { ...time, kind: "identifier", envelope: "time" }),
      event: { const: "made", description: "Its name.", envelope: "name" },
      ...field("maybe", { type: ["string", "null"] }),
      ...field("count", { type: "integer", unit: "1", otel: "made.total" }),
      ...field("ratio", { type: "number", unit: "1" }),
      ...field("either", { anyOf: [{ type: "integer" }, { type: "string" }] }),
      ...field("list", { type: "array", items: { type: "integer" } }),
      ...field("ratios", { type: "array", items: { type: "number" } }),
      ...field("free", { type: "object", additionalProperties: true }),
      ...field("free.x", { type: "string" }),
      ...field("log.file.name", { type: "string" }),
      ...field("huge", { type: "integer", kind: "identifier" }),
    },
  };
  writeFiles(folder, { "schemas/events/made.schema.json": JSON.stringify(schema) });
  return join(folder, "schemas");
}
