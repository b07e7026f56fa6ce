import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { afterEach, describe, expect, it } from "vitest";
import { shipLogs } from "../../src/index.js";
import { bodiesOf, encodeResponse, recordsOf } from "./support/decode-request.js";
import { shipToStub } from "./support/ship-to-stub.js";
import { type StubAnswer, type StubCollector, stubCollector } from "./support/stub-collector.js";

const lines = Array.from({ length: 1250 }, (_, index) => installedLine(index));
const protobuf = { "content-type": "application/x-protobuf" };
const json = { "content-type": "application/json" };

let stub: StubCollector;
afterEach(async () => stub.close());

describe("what is tried again", () => {
  const cases: readonly (readonly [name: string, answers: readonly StubAnswer[], env?: Record<string, string>])[] = [
    ["429 with Retry-After", [{ status: 429, headers: { "retry-after": "1" } }]],
    [
      "503 with Retry-After as a date in the past",
      [{ status: 503, headers: { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" } }],
    ],
    ["502 and 504", [{ status: 502 }, { status: 504 }]],
    ["no answer in time", ["stall"], { OTEL_EXPORTER_OTLP_TIMEOUT: "200" }],
  ];
  for (const [name, answers, env = {}] of cases) {
    it(name, async () => {
      stub = await stubCollector([{ status: 200 }, ...answers]);
      const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines, env });
      expect(bodiesOf(stub.taken())).toEqual(lines);
      expect(counts).toMatchObject({ lines: 1250, retries: answers.length, refused: 0 });
      expect(notices).toEqual([expect.stringContaining("trying again"), expect.stringContaining("answers again")]);
      // The same request again, byte for byte.
      const [, failed, again] = stub.requests;
      expect(Buffer.from(failed?.bytes ?? []).equals(Buffer.from(again?.bytes ?? [0]))).toBe(true);
    });
  }

  it("a connection that breaks: at once where it had been idle, else as other failures", async () => {
    stub = await stubCollector([{ status: 200 }, "reset"]);
    const once = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(bodiesOf(stub.taken())).toEqual(lines);
    expect([once.counts.retries, once.notices]).toEqual([0, []]);
    await stub.close();
    stub = await stubCollector(["reset"]);
    const first = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(bodiesOf(stub.taken())).toEqual(lines);
    expect([first.counts.retries, first.notices.length]).toEqual([1, 2]);
  });

  it("waits as long as Retry-After says", async () => {
    stub = await stubCollector([{ status: 429, headers: { "retry-after": "2" } }]);
    const begun = performance.now();
    await shipToStub(stub, { folder: temporaryFolder(), lines: lines.slice(0, 1) });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(2000);
  });
});

describe("what is never sent again", () => {
  it("records that the collector rejects are counted and told", async () => {
    const body = encodeResponse(7, "quota\u001B[2J exceeded");
    stub = await stubCollector([{ status: 200, headers: protobuf, body }]);
    const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(bodiesOf(stub.taken())).toEqual(lines);
    expect(counts).toMatchObject({ refused: 7, retries: 0 });
    expect(notices).toEqual([
      `http://127.0.0.1:${stub.port}/v1/logs: rejected 7 of 500 records of metrics.log (file 1, lines 1 to 500): quota\\u001b[2J exceeded; not sent again`,
    ]);
  });

  it("the same in JSON, where the count is a text", async () => {
    const body = '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}';
    stub = await stubCollector([{ status: 200, headers: json, body }]);
    const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(counts.refused).toBe(3);
    expect(notices[0]).toContain("rejected 3 of 500 records");
  });

  it("a message without rejected records is a warning", async () => {
    stub = await stubCollector([{ status: 200, headers: protobuf, body: encodeResponse(0, "deprecated path") }]);
    const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(counts.refused).toBe(0);
    expect(notices).toEqual([
      expect.stringContaining("warns of metrics.log (file 1, lines 1 to 500): deprecated path"),
    ]);
  });

  it("400 for one bad record costs its neighbours nothing, and its line is named", async () => {
    const bad = { status: 400, headers: json, body: '{"code":3,"message":"bad data"}' };
    stub = await stubCollector((request) => (bodiesOf([request]).includes(lines[700]) ? bad : { status: 200 }));
    const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(bodiesOf(stub.taken())).toEqual(lines.filter((_, index) => index !== 700));
    expect(counts).toMatchObject({ lines: 1250, refused: 1, retries: 0 });
    expect(notices).toEqual([
      expect.stringContaining("refused 1 record of metrics.log (file 1, line 701): status 400: bad data"),
    ]);
    // One request without records asks whether this is a collector at all.
    expect(stub.requests.filter(({ decoded }) => recordsOf(decoded).length === 0)).toHaveLength(1);
    expect(stub.requests.length).toBeLessThan(25);
  });

  it("several bad records of several hosts are each found", async () => {
    const own = lines.slice(0, 500).map((line, index) => line.replace("{", `{"host":"build-${index % 3}",`));
    const bad = new Set<unknown>(own.filter((_, index) => index % 97 === 5));
    stub = await stubCollector((request) => ({
      status: bodiesOf([request]).some((body) => bad.has(body)) ? 400 : 200,
    }));
    const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines: own });
    const taken = bodiesOf(stub.taken());
    expect(taken.toSorted()).toEqual(own.filter((line) => !bad.has(line)).toSorted());
    expect(counts.refused).toBe(6);
    const named = notices.map((notice) => Number(/refused 1 record of .*, line (\d+)\)/.exec(notice)?.[1]));
    expect(named.toSorted((left, right) => left - right)).toEqual([6, 103, 200, 297, 394, 491]);
  });

  it("a collector that refuses every record is not asked for each", async () => {
    stub = await stubCollector((request) => ({ status: recordsOf(request).length > 0 ? 400 : 200 }));
    const { counts } = await shipToStub(stub, { folder: temporaryFolder(), lines: lines.slice(0, 500) });
    expect(counts).toMatchObject({ lines: 500, refused: 500 });
    expect(stub.requests.length).toBeLessThanOrEqual(2 * 100 + 2);
  });

  it("413 is answered with less at once, and a record that is too large alone is refused", async () => {
    stub = await stubCollector((request) => ({ status: recordsOf(request).length > 30 ? 413 : 200 }));
    const { counts } = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(bodiesOf(stub.taken())).toEqual(lines);
    expect(counts.refused).toBe(0);
    await stub.close();
    stub = await stubCollector((request) => ({ status: bodiesOf([request]).includes(lines[42]) ? 413 : 200 }));
    const second = await shipToStub(stub, { folder: temporaryFolder(), lines });
    expect(bodiesOf(stub.taken())).toEqual(lines.filter((_, index) => index !== 42));
    expect(second.counts.refused).toBe(1);
    expect(second.notices).toEqual([
      expect.stringContaining("refused 1 record of metrics.log (file 1, line 43): status 413"),
    ]);
  });
});

describe("what ends the run, with nothing lost", () => {
  const cases: readonly (readonly [answer: StubAnswer, message: RegExp])[] = [
    [
      { status: 401, body: "who are you?" },
      /status 401: who are you\?; check the credentials in OTEL_EXPORTER_OTLP_HEADERS/,
    ],
    [{ status: 404, headers: { "content-type": "text/html" }, body: "<h1>no</h1>" }, /status 404; check the path/],
    [{ status: 415 }, /set OTEL_EXPORTER_OTLP_PROTOCOL to http\/json/],
    [{ status: 500, body: "boom" }, /status 500: boom; the log of the collector may say more/],
  ];
  for (const [answer, message] of cases) {
    it(typeof answer === "object" ? String(answer.status) : answer, async () => {
      const folder = temporaryFolder();
      stub = await stubCollector([{ status: 200 }, answer]);
      const error = await shipToStub(stub, { folder, lines }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "ShipError", code: "refused", message: expect.stringMatching(message) });
      await shipToStub(stub, { folder });
      expect(bodiesOf(stub.taken())).toEqual(lines);
    });
  }

  it("400 for a request without records, too: this is no collector", async () => {
    const folder = temporaryFolder();
    stub = await stubCollector(() => ({ status: 400, body: "plain HTTP to an HTTPS port" }));
    const error = await shipToStub(stub, { folder, lines }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "refused", message: expect.stringContaining("hardly a collector") });
    expect(stub.requests).toHaveLength(2);
  });

  it("a redirection is not followed, so that no header goes elsewhere", async () => {
    const elsewhere = await stubCollector();
    const location = `http://127.0.0.1:${elsewhere.port}/v1/logs`;
    stub = await stubCollector([{ status: 307, headers: { location } }]);
    const env = { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20secret" };
    const error = await shipToStub(stub, { folder: temporaryFolder(), lines, env }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "refused", message: expect.stringContaining(`redirects to "${location}"`) });
    expect(elsewhere.requests).toHaveLength(0);
    await elsewhere.close();
  });
});

describe("success that does not come from a collector ends the run, with nothing lost", () => {
  const html = { "content-type": "text/html; charset=utf-8" };
  const cases: readonly (readonly [name: string, answer: Exclude<StubAnswer, string>, message: RegExp])[] = [
    ["a page", { status: 200, headers: html, body: "<h1>Welcome to nginx!</h1>" }, /a body of type "text\/html"/],
    ["an empty page", { status: 200, headers: html }, /text\/html/],
    ["a page without a type", { status: 200, body: "<h1>Welcome</h1>" }, /a body without a Content-Type/],
    ["text", { status: 201, headers: { "content-type": "text/plain" }, body: "ok" }, /status 201.*text\/plain/],
    ["JSON of another program", { status: 200, headers: json, body: '{"error":"no such route"}' }, /application\/json/],
    ["a list in JSON", { status: 200, headers: json, body: "[]" }, /application\/json/],
    ["null in JSON", { status: 200, headers: json, body: "null" }, /application\/json/],
    ["broken JSON", { status: 200, headers: json, body: "{" }, /application\/json/],
    ["partial success of another type", { status: 200, headers: json, body: '{"partialSuccess":1}' }, /json/],
    ["a page called protobuf", { status: 200, headers: protobuf, body: "<h1>Welcome</h1>" }, /application\/x-protobuf/],
    ["a message of another type", { status: 200, headers: protobuf, body: Buffer.from([0x08, 0x01]) }, /x-protobuf/],
    ["a message cut short", { status: 200, headers: protobuf, body: Buffer.from([0x0a, 0x7f]) }, /x-protobuf/],
    ["an answer without an end", { status: 200, headers: protobuf, body: Buffer.alloc(4 << 20, 0x0a) }, /x-protobuf/],
  ];
  for (const [name, answer, message] of cases) {
    it(name, async () => {
      const folder = temporaryFolder();
      stub = await stubCollector(() => answer);
      const error = await shipToStub(stub, { folder, lines }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "ShipError", code: "refused", message: expect.stringMatching(message) });
      expect(error).toMatchObject({ message: expect.stringContaining("check the path") });
      expect(stub.requests).toHaveLength(1);
      await stub.close();
      stub = await stubCollector();
      await shipToStub(stub, { folder });
      expect(bodiesOf(stub.taken())).toEqual(lines);
    });
  }
});

describe("what says that a collector took everything", () => {
  const cases: readonly (readonly [name: string, answer: Exclude<StubAnswer, string>])[] = [
    ["nothing, without a type", { status: 200 }],
    ["204", { status: 204 }],
    ["nothing, in protobuf", { status: 200, headers: protobuf }],
    ["nothing, in JSON", { status: 200, headers: json }],
    ["an empty object", { status: 200, headers: { "content-type": "Application/JSON; charset=utf-8" }, body: "{}" }],
    ["no partial success in JSON", { status: 202, headers: json, body: '{"partialSuccess":null}' }],
    ["an empty partial success in JSON", { status: 200, headers: json, body: '{"partialSuccess":{}}' }],
    ["an empty partial success in protobuf", { status: 200, headers: protobuf, body: encodeResponse(0, "") }],
  ];
  for (const [name, answer] of cases) {
    it(name, async () => {
      stub = await stubCollector(() => answer);
      const { counts, notices } = await shipToStub(stub, { folder: temporaryFolder(), lines });
      expect([counts.lines, counts.refused, notices]).toEqual([1250, 0, []]);
    });
  }
});

it("goes on after what was sent, and sends nothing twice", async () => {
  const folder = temporaryFolder();
  stub = await stubCollector();
  await shipToStub(stub, { folder, lines: lines.slice(0, 600) });
  await shipToStub(stub, { folder });
  await shipToStub(stub, { folder, lines });
  expect(bodiesOf(stub.taken())).toEqual(lines);
});

it("each destination has a cursor of its own", async () => {
  const folder = temporaryFolder();
  stub = await stubCollector();
  await shipToStub(stub, { folder, lines });
  await shipToStub(stub, { folder, to: `otlp+http://127.0.0.1:${stub.port}/other` });
  expect(stub.requests.map(({ path }) => path)).toEqual([
    "/v1/logs",
    "/v1/logs",
    "/v1/logs",
    "/other",
    "/other",
    "/other",
  ]);
  expect(readdirSync(join(folder, "state"))).toHaveLength(2);
});

it("a cursor file with anything else in it is refused, and not overwritten", async () => {
  const folder = temporaryFolder();
  stub = await stubCollector();
  await shipToStub(stub, { folder, lines });
  const [name = ""] = readdirSync(join(folder, "state"));
  const file = join(folder, "state", name);
  for (const text of ["{}", "", '{"format":1,"position":[{"number":-1}]}', "[".repeat(100_000)]) {
    writeFileSync(file, text);
    const error = await shipToStub(stub, { folder, lines }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "unusable-state",
      message: expect.stringContaining("remove it to send the log from its start"),
    });
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});

it("a folder of cursors that cannot be written ends it before anything is sent", async () => {
  const folder = temporaryFolder();
  stub = await stubCollector();
  for (const state of ["/proc/nowhere", "metrics.log"]) {
    const error = await shipToStub(stub, { folder, lines, env: { METRICS_SHIP_STATE: state } }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: "unusable-state",
      message: expect.stringContaining("METRICS_SHIP_STATE names another folder"),
    });
  }
  expect(stub.requests).toHaveLength(0);
});

it("a line of megabytes is sent whole", async () => {
  const long = installedLine(1).replace("small", "x".repeat(3_000_000));
  stub = await stubCollector();
  await shipToStub(stub, { folder: temporaryFolder(), lines: [long, lines[0] ?? ""] });
  expect(bodiesOf(stub.taken())).toEqual([long, lines[0]]);
});

it("headers come from the environment and from a file", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "headers"), "# for the collector\nauthorization: Basic a:b=\nx-scope: from the file\n");
  stub = await stubCollector();
  const env = {
    OTEL_EXPORTER_OTLP_HEADERS_FILE: "headers",
    OTEL_EXPORTER_OTLP_HEADERS: "X-Scope=from%20the%20variable,a=b=c",
  };
  await shipToStub(stub, { folder, lines: lines.slice(0, 1), env });
  expect(stub.requests[0]?.headers).toMatchObject({
    authorization: "Basic a:b=",
    "x-scope": "from the variable",
    a: "b=c",
    "content-type": "application/x-protobuf",
    "content-encoding": "gzip",
  });
});

describe("settings that cannot be used", () => {
  const cases: readonly (readonly [
    name: string,
    options: { to?: string; env?: Record<string, string> },
    message: RegExp,
  ])[] = [
    ["credentials in the URL", { to: "otlp+http://user:hunter2@127.0.0.1/v1/logs" }, /the URL holds credentials/],
    ["no host", { to: "otlp+http:///v1/logs" }, /expected otlp\+https:\/\/<collector>/],
    [
      "a protocol",
      { env: { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" } },
      /OTEL_EXPORTER_OTLP_PROTOCOL: expected http\/protobuf or http\/json, received "grpc"/,
    ],
    [
      "a timeout",
      { env: { OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: "10s" } },
      /OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: expected milliseconds/,
    ],
    ["a header of the request itself", { env: { OTEL_EXPORTER_OTLP_HEADERS: "content-length=3" } }, /expected headers/],
    [
      "a line feed in a header",
      { env: { OTEL_EXPORTER_OTLP_HEADERS: "a=hunter2%0Ab" } },
      /characters that a header cannot have/,
    ],
    ["no header", { env: { OTEL_EXPORTER_OTLP_HEADERS: "hunter2" } }, /expected headers/],
    [
      "no file",
      { env: { OTEL_EXPORTER_OTLP_HEADERS_FILE: "nowhere" } },
      /OTEL_EXPORTER_OTLP_HEADERS_FILE: nowhere: no such file/,
    ],
    ["no certificate", { env: { OTEL_EXPORTER_OTLP_CERTIFICATE: "/dev/zero" } }, /not a regular file/],
    ["resource attributes", { env: { OTEL_RESOURCE_ATTRIBUTES: "ci" } }, /OTEL_RESOURCE_ATTRIBUTES: expected pairs/],
  ];
  for (const [name, options, message] of cases) {
    it(name, async () => {
      stub = await stubCollector();
      const folder = temporaryFolder();
      const error = (await shipToStub(stub, { folder, lines, ...options }).catch((reason: unknown) => reason)) as Error;
      expect(error).toMatchObject({
        name: "ShipError",
        code: "invalid-settings",
        message: expect.stringMatching(message),
      });
      expect(error.message).not.toContain("hunter2");
      expect(stub.requests).toHaveLength(0);
      expect(existsSync(join(folder, "state"))).toBe(false);
    });
  }
});

it("two logs of one name are refused, and a host may have dots", async () => {
  stub = await stubCollector();
  const options = {
    catalogue,
    once: true,
    to: stub.to,
    env: {},
    cwd: temporaryFolder(),
    signal: new AbortController().signal,
  };
  const twins = shipLogs({ ...options, logs: ["a/metrics.log", "b/metrics.log"], host: "build-7.example.com" });
  await expect(twins).rejects.toMatchObject({ name: "ShipError", code: "same-name" });
  await expect(shipLogs({ ...options, logs: ["a.log"], host: "a\nb" })).rejects.toMatchObject({ code: "invalid-host" });
  await shipToStub(stub, { folder: temporaryFolder(), lines: lines.slice(0, 1), host: "build-7.example.com" });
  expect(JSON.stringify(stub.requests[0]?.decoded)).toContain("build-7.example.com");
});

it("a server without TLS is told from one that is away", async () => {
  stub = await stubCollector();
  const to = stub.to.replace("http:", "https:");
  const error = await shipToStub(stub, { folder: temporaryFolder(), lines, to }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "unreachable", message: expect.stringContaining("does not speak TLS") });
});

it("the signal ends the waiting for a server that is away", async () => {
  stub = await stubCollector();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const controller = new AbortController();
  const notices: string[] = [];
  const to = `otlp+http://127.0.0.1:${port}/v1/logs`;
  const shipping = shipToStub(stub, { folder: temporaryFolder(), lines, to, signal: controller.signal });
  setTimeout(() => controller.abort(), 300);
  const { counts } = await shipping;
  expect(notices).toEqual([]);
  expect(counts.lines).toBe(0);
});
