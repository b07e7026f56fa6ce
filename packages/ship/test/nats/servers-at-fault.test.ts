import { once } from "node:events";
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { prepareStream, type ShipOptions, shipLogs } from "../../src/index.js";
import { StreamClient } from "../../src/nats/stream-client.js";
import { clientOf, freePorts, hasNats, messagesOf, startServer } from "../support/nats-servers.js";

const { signal } = new AbortController();

function logOf(lines: number): string {
  const log = join(temporaryFolder(), "metrics.log");
  writeFileSync(log, Array.from({ length: lines }, (_, index) => `${installedLine(index)}\n`).join(""));
  return log;
}

/** What goes wrong when a log is shipped. */
async function failureOf(to: string, others: Partial<ShipOptions> = {}): Promise<string> {
  const log = logOf(3);
  const work = shipLogs({
    logs: [log],
    to,
    host: "h1",
    catalogue,
    once: true,
    signal,
    env: {},
    patienceMs: 300,
    ...others,
  });
  return work.then(
    () => "shipped",
    (error: Error) => error.message.replaceAll(/127\.0\.0\.1:\d+/g, "SERVER"),
  );
}

const wishes = { cwd: "/", signal, replicas: 1, maxAgeSeconds: 0, maxBytes: -1, onNotice: () => {} };

async function prepare(to: string, env: Readonly<Record<string, string>> = {}, maxBytes = -1): Promise<void> {
  await prepareStream({ ...wishes, to, env, maxBytes });
}

describe("a destination that cannot be used", () => {
  it.each([
    ["nats://user:secret@host:4222", /^the URL holds a user or a password/],
    ["nats://", /^expected a URL such as nats:\/\/host:4222/],
    ["nats://a b", /^expected a URL such as nats:\/\/host:4222/],
    ["nats://host:4222/two words", /^expected a URL such as nats:\/\/host:4222/],
    ["http://user:secret@host", /^expected a URL that begins with one of nats:\/\//],
  ])("is refused without a connection, and shows no password: %s", async (to, message) => {
    const failure = await failureOf(to);
    expect(failure).toMatch(message);
    expect(failure).not.toContain("secret");
  });

  it.each(["a.b", "a b", "*", ">", "", "x".repeat(201), "\u001b[31m"])("is refused for a host %j", async (host) => {
    expect(await failureOf("nats://localhost:1", { host })).toMatch(/^expected a name of letters, digits, "-" and "_"/);
  });

  it("is a server that is not there", async () => {
    const [port = 0] = await freePorts(1);
    expect(await failureOf(`nats://127.0.0.1:${port}`)).toMatch(
      /^cannot reach nats:\/\/SERVER: .*; check the address, and that nats-server runs$/,
    );
  });

  it("is a server of an old version", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write(
        'INFO {"server_id":"X","version":"2.2.0","proto":1,"headers":true,"max_payload":1048576,"jetstream":true}\r\n',
      );
      socket.on("data", (data) => {
        if (data.toString().includes("PING")) socket.write("PONG\r\n");
      });
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as { readonly port: number };
    expect(await failureOf(`nats://127.0.0.1:${port}`)).toBe(
      "nats://SERVER is nats-server 2.2.0; expected 2.9 or newer; update it",
    );
  });

  it("is one whose credentials cannot be read, of which none is shown", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "bad.creds"), "secret");
    const failed = async (env: Readonly<Record<string, string>>): Promise<string> =>
      failureOf("nats://127.0.0.1:1", { env, cwd: folder });
    expect(await failed({ NATS_CREDS: "none.creds" })).toMatch(/^NATS_CREDS: cannot read .*none\.creds: no such file/);
    expect(await failed({ NATS_CREDS: "bad.creds" })).toMatch(/^NATS_CREDS: the file does not hold credentials/);
    expect(await failed({ NATS_NKEY: "bad.creds" })).toMatch(/^NATS_NKEY: the file does not hold a seed/);
    expect(await failed({ NATS_CERT: "bad.creds" })).toMatch(/^expected both NATS_CERT and NATS_KEY, or neither/);
  });
});

describe.skipIf(!hasNats)("a server that cannot be used", () => {
  it("has no JetStream", async () => {
    const { url } = await startServer("", false);
    expect(await failureOf(url)).toBe(
      "nats://SERVER has no JetStream; start nats-server with -js, or enable it in its configuration",
    );
  });

  it("has no stream", async () => {
    const { url } = await startServer();
    expect(await failureOf(url)).toBe(
      "nats://SERVER has no stream METRIC_EVENTS; make it with: metric-events ship --init --to nats://SERVER/METRIC_EVENTS",
    );
  });

  it("has a stream whose settings lose or double lines", async () => {
    const { url } = await startServer();
    const client = clientOf(url);
    await client.create({
      name: "METRIC_EVENTS",
      subjects: ["metric-events.>"],
      retention: "workqueue",
      max_msgs_per_subject: 1,
      duplicate_window: 1_000_000_000,
    });
    const failure = await failureOf(url);
    expect(failure.split("\n")).toEqual([
      "the stream METRIC_EVENTS loses or doubles lines:",
      expect.stringContaining("its retention is workqueue"),
      expect.stringContaining("it keeps 1 messages of a log"),
      expect.stringContaining("it remembers ids for 1 s"),
      "Change it with the command nats: nats stream edit METRIC_EVENTS",
    ]);
    await expect(prepare(url)).rejects.toThrow("the stream METRIC_EVENTS loses or doubles lines");
    await expect(prepare(`${url}/OTHER`)).rejects.toThrow(
      /does not make the stream OTHER: .*; name the stream that is there/,
    );
  });

  it("has too few servers for the replicas", async () => {
    const { url } = await startServer();
    await expect(prepareStream({ ...wishes, to: url, env: {}, replicas: 3 })).rejects.toThrow(
      /does not make the stream METRIC_EVENTS: .*; ask for less/,
    );
  });

  it("is full, and takes the rest once there is room", async () => {
    const { url } = await startServer();
    await prepare(url, {}, 20_000);
    const log = logOf(1000);
    expect(await failureOf(url, { logs: [log] })).toMatch(
      /^nats:\/\/SERVER does not take lines: maximum bytes exceeded; the stream is full: collect it, or give it more room; nothing is lost/,
    );
    const client = clientOf(url);
    await client.retrying("get room", async ({ manager }) => {
      await manager.streams.update("METRIC_EVENTS", { max_bytes: -1 });
    });
    expect(await failureOf(url, { logs: [log] })).toBe("shipped");
    const found = (await messagesOf(client)).map(({ data }) => Buffer.from(data).toString()).join("");
    expect(found.split("\n").length - 1).toBe(1000);
  });

  it("refuses credentials, and takes the right ones, by environment and by file", async () => {
    const { url } = await startServer('authorization { token: "right" }');
    const folder = temporaryFolder();
    writeFileSync(join(folder, "token"), "right\n");
    await prepareStream({ ...wishes, cwd: folder, to: url, env: { NATS_TOKEN_FILE: "token" } });
    expect(await failureOf(url)).toMatch(/^nats:\/\/SERVER refuses: .*; set NATS_CREDS, NATS_NKEY, NATS_TOKEN_FILE/);
    expect(await failureOf(url, { env: { NATS_TOKEN: "wrong" } })).toMatch(/^nats:\/\/SERVER refuses: /);
    expect(await failureOf(url, { env: { NATS_TOKEN: "right" } })).toBe("shipped");
  });

  it("holds messages of another program, which are left alone", async () => {
    const { url } = await startServer();
    await prepare(url);
    const client: StreamClient = clientOf(url);
    await client.retrying("publish", async ({ publisher }) => {
      await publisher.publish("metric-events.h1.metrics%2Elog", "hello");
    });
    expect(await failureOf(url)).toMatch(
      /^message 1 of metric-events\.h1\.metrics%2Elog in the stream METRIC_EVENTS is of another program/,
    );
  });
});

describe.skipIf(!hasNats)("a server that goes away and comes back", () => {
  it("gets what was written meanwhile, and people are told", async () => {
    const server = await startServer();
    await prepare(server.url);
    const log = logOf(10);
    const end = new AbortController();
    const notices: string[] = [];
    const shipped: number[] = [];
    const work = shipLogs({
      logs: [log],
      to: server.url,
      host: "h1",
      catalogue,
      signal: end.signal,
      env: {},
      pollMs: 10,
      onNotice: (text) => void notices.push(text),
      onProgress: ({ lines }) => void shipped.push(lines),
    });
    const at = async (lines: number): Promise<void> => {
      while ((shipped.at(-1) ?? 0) < lines) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await at(10);
    await server.kill();
    appendFileSync(log, `${installedLine(10)}\n`);
    while (notices.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    server.start();
    await at(11);
    end.abort();
    await work;
    expect(notices[0]).toMatch(/trying again$/);
    const found = (await messagesOf(clientOf(server.url))).map(({ data }) => Buffer.from(data).toString()).join("");
    expect(found).toBe(Array.from({ length: 11 }, (_, index) => `${installedLine(index)}\n`).join(""));
  });
});
