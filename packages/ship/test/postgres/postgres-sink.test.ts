import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { compileCatalogue } from "@metric-events/codegen";
import { catalogue } from "@metric-events/core";
import type { Catalogue } from "@metric-events/runtime";
import { installedLine, temporaryFolder, writeFiles } from "@metric-events/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ShipCounts, shipLogs } from "../../src/index.js";
import { hasPostgres, PostgresServer } from "./support/postgres-server.js";

let server: PostgresServer;
beforeAll(async () => {
  if (hasPostgres) server = await PostgresServer.create();
});
afterAll(async () => server?.remove());
beforeEach(async () => {
  if (hasPostgres) await server.query("DROP SCHEMA IF EXISTS metric_events CASCADE");
});

interface Collecting {
  readonly url?: string;
  readonly catalogue?: Catalogue;
  readonly host?: string;
  readonly notices?: string[];
  readonly env?: Readonly<Record<string, string>>;
}

async function collect(
  folder: string,
  options: Collecting = {},
): Promise<{ readonly counts: ShipCounts; readonly notices: readonly string[] }> {
  const { notices = [] } = options;
  const counts = await shipLogs({
    logs: ["metrics.log"],
    to: options.url ?? server.url,
    host: options.host ?? "build-7",
    catalogue: options.catalogue ?? catalogue,
    signal: new AbortController().signal,
    once: true,
    cwd: folder,
    env: options.env ?? {},
    onNotice: (text) => void notices.push(text),
  });
  return { counts, notices };
}

function folderWith(lines: readonly (string | Uint8Array)[]): string {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "metrics.log"),
    Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from("\n")]))),
  );
  return folder;
}

async function count(table: string): Promise<number> {
  const [row] = await server.query(`SELECT count(*)::int AS n FROM metric_events.${table}`);
  return Number(row?.["n"]);
}

const start =
  '{"timestamp":1719900000.25,"event":"runner_start","host":"build-9","flavor":"small","workflow":"CI","repo":"acme/widgets","github_event":"push","job_id":9007199254740993,"idle":200,"queue_duration":1.5}';
const stop =
  '{"timestamp":1719900300,"event":"runner_stop","flavor":"O\'Neill \\"x\\" \\\\ {a,b} \u00e4","workflow":"CI","repo":"acme/widgets","github_event":"push","status":"NULL","status_info":{"code":137},"job_duration":300.125,"added_later":{"n":12345678901234567890}}';

describe.skipIf(!hasPostgres)("lines into PostgreSQL", () => {
  it("each event has a table, whose columns have the types of the schema", async () => {
    const { counts, notices } = await collect(folderWith([start, stop]));
    expect(counts).toMatchObject({ lines: 2, duplicates: 0 });
    expect(notices).toEqual([]);
    const [started] = await server.query(
      "SELECT *, pg_typeof(idle)::text AS of_idle, pg_typeof(job_id)::text AS of_job FROM metric_events.runner_start",
    );
    expect(started).toMatchObject({
      _line: "1",
      _offset: "0",
      _host: "build-9",
      _time: new Date(1719900000250),
      timestamp: 1719900000.25,
      flavor: "small",
      job_id: "9007199254740993",
      run_id: null,
      idle: 200,
      queue_duration: 1.5,
      _more: null,
      of_idle: "double precision",
      of_job: "bigint",
    });
    const [stopped] = await server.query("SELECT *, _more::text AS more FROM metric_events.runner_stop");
    expect(stopped).toMatchObject({
      _host: "build-7",
      flavor: 'O\'Neill "x" \\ {a,b} \u00e4',
      status: "NULL",
      status_info: { code: 137 },
      job_duration: 300.125,
      more: '{"added_later": {"n": 12345678901234567890}}',
    });
  });

  it("nothing is added twice, however often and from wherever it is read", async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => installedLine(index % 10));
    const folder = folderWith(lines);
    await collect(folder);
    expect(await count("runner_installed")).toBe(5000);
    const { counts } = await collect(folder);
    expect(counts).toMatchObject({ lines: 0, duplicates: 0 });
    // The database forgot how far the log was added.
    await server.query("DELETE FROM metric_events._positions");
    const again = await collect(folder);
    expect(again.counts).toMatchObject({ lines: 5000, duplicates: 3 });
    // And the log was rotated and compressed meanwhile, with the oldest gone.
    await server.query("DELETE FROM metric_events._positions");
    const log = join(folder, "metrics.log");
    writeFileSync(`${log}.1.gz`, gzipSync(readFileSync(log)));
    writeFileSync(log, `${installedLine(0)}\n`);
    await collect(folder);
    expect(await count("runner_installed")).toBe(5001);
    expect(await count("_files")).toBe(2);
  });

  it("goes on through rotation, and tells files apart that begin alike", async () => {
    const folder = folderWith([installedLine(1), installedLine(2)]);
    const log = join(folder, "metrics.log");
    await collect(folder);
    renameSync(log, `${log}.1`);
    writeFileSync(log, `${installedLine(1)}\n${installedLine(3)}\n`);
    await collect(folder);
    renameSync(`${log}.1`, `${log}.2`);
    renameSync(log, `${log}.1`);
    writeFileSync(log, `${installedLine(1)}\n`);
    await collect(folder);
    const rows = await server.query("SELECT duration FROM metric_events.runner_installed ORDER BY _file, _offset");
    expect(rows.map(({ duration }) => duration)).toEqual([1, 2, 1, 3, 1]);
  });

  it("two hosts and two at once do not mix", async () => {
    const folder = folderWith(Array.from({ length: 3000 }, (_, index) => installedLine(index)));
    const results = await Promise.all([collect(folder), collect(folder), collect(folder, { host: "build-8" })]);
    expect(results.map(({ counts }) => counts.lines).toSorted()).toEqual([0, 3000, 3000]);
    const rows = await server.query(
      "SELECT _host, count(*)::int AS n FROM metric_events.runner_installed GROUP BY 1 ORDER BY 1",
    );
    expect(rows).toEqual([
      { _host: "build-7", n: 3000 },
      { _host: "build-8", n: 3000 },
    ]);
  });

  it("unknown events and bad lines have tables of their own, with all of their bytes", async () => {
    const unknown = '{"timestamp":1,"event":"runner_paused","why":"\\u0000"}';
    const torn = start.slice(0, 50);
    const lines = [
      unknown,
      torn,
      Buffer.from([0x80, 0x00, 0xff]),
      "",
      start.replace("9007199254740993", "7").replace('"idle":200', '"idle":"x"'),
      start.replace("9007199254740993", "7"),
    ];
    const { counts } = await collect(folderWith(lines));
    expect(counts).toMatchObject({ lines: 6, badLines: 4 });
    expect(await server.query("SELECT _line, event, data FROM metric_events._unknown_events")).toEqual([
      { _line: "1", event: "runner_paused", data: unknown },
    ]);
    const bad = await server.query("SELECT _line, fault, messages, bytes FROM metric_events._bad_lines ORDER BY 1");
    expect(bad).toMatchObject([
      { _line: "2", fault: "torn", messages: expect.stringContaining("torn"), bytes: Buffer.from(torn) },
      { _line: "3", fault: "not-utf8", bytes: Buffer.from([0x80, 0x00, 0xff]) },
      { _line: "5", fault: "invalid", messages: expect.stringContaining("/idle") },
    ]);
    expect(await count("runner_start")).toBe(1);
  });

  it("what PostgreSQL cannot store is kept with its line, and stops nothing", async () => {
    const deep = `${"[".repeat(9000)}${"]".repeat(9000)}`;
    const lines = [
      installedLine(1),
      installedLine(2).replace('"small"', '"a\\u0000b\\ud800"'),
      installedLine(3).replace("{", '{"extra":"\\\\u0000 \\u0000",'),
      installedLine(4).replace("{", `{"extra":${deep},`),
      start.replace("9007199254740993", "92233720368547758080"),
      installedLine(5).replace("{", '{"extra":1e200000,'),
      installedLine(6).replace("1719900000.25", "1e300"),
    ];
    await collect(folderWith(lines));
    const rows = await server.query(
      "SELECT duration, flavor, _more->>'extra' AS extra, _time FROM metric_events.runner_installed ORDER BY 1",
    );
    expect(rows).toMatchObject([
      { duration: 1, flavor: "small" },
      { duration: 2, flavor: "a\uFFFDb\uFFFD" },
      { duration: 3, extra: "\\u0000 \uFFFD" },
      { duration: 4, extra: null },
      { duration: 6, _time: null },
    ]);
    const keptRows = await server.query(
      "SELECT _line, fault, messages, bytes FROM metric_events._bad_lines ORDER BY 1",
    );
    expect(keptRows).toMatchObject([
      {
        _line: "2",
        fault: "unfit-value",
        messages: expect.stringContaining('"flavor" has characters'),
        bytes: Buffer.from(lines[1] ?? ""),
      },
      { _line: "3", fault: "unfit-value" },
      {
        _line: "4",
        fault: "unfit-value",
        bytes: Buffer.from(lines[3] ?? ""),
      },
      { _line: "5", fault: "unfit-value", messages: expect.stringContaining('"job_id" does not fit its column') },
      { _line: "6", fault: "refused", bytes: Buffer.from(lines[5] ?? "") },
    ]);
    expect(await server.query("SELECT job_id, idle FROM metric_events.runner_start")).toEqual([
      { job_id: null, idle: 200 },
    ]);
  });

  it("schemas that grow add columns, and one that changes a type gets a column beside", async () => {
    const folder = temporaryFolder();
    const schemas = (more: Readonly<Record<string, object>>): Catalogue => {
      writeSchema(folder, more);
      return compileCatalogue(join(folder, "schemas"));
    };
    const write = (text: string): void => writeFileSync(join(folder, "metrics.log"), text, { flag: "a" });
    write('{"timestamp":1,"event":"made","size":3}\n');
    await collect(folder, { catalogue: schemas({ size: { type: "integer", unit: "1" } }) });
    write('{"timestamp":2,"event":"made","size":4,"color":"red"}\n');
    await collect(folder, { catalogue: schemas({ size: { type: "integer", unit: "1" }, color: { type: "string" } }) });
    write('{"timestamp":3,"event":"made","size":4.5,"color":"red"}\n');
    const grown = schemas({ size: { type: "number", unit: "1" }, color: { type: "string" } });
    const { notices } = await collect(folder, { catalogue: grown });
    expect(notices).toEqual([expect.stringContaining('the column "size" of "made" has the type bigint')]);
    write('{"timestamp":4,"event":"made","size":5}\n');
    expect((await collect(folder, { catalogue: grown })).notices).toEqual([]);
    expect(await server.query('SELECT size, size_double, color FROM metric_events.made ORDER BY "timestamp"')).toEqual([
      { size: "3", size_double: null, color: null },
      { size: "4", size_double: null, color: "red" },
      { size: null, size_double: 4.5, color: "red" },
      { size: null, size_double: 5, color: null },
    ]);
  });

  it("names of schemas are only names, whatever they are", async () => {
    const folder = temporaryFolder();
    const long = "x".repeat(62);
    const names = [
      '"; DROP SCHEMA metric_events CASCADE; --',
      "xmin",
      "_file",
      "select",
      "a'b\\c",
      "\ud83d\ude00",
      `${long}aa`,
      `${long}ab`,
      "",
    ];
    writeSchema(folder, Object.fromEntries(names.map((name) => [name, { type: "integer", unit: "1" }])));
    const values = names.map((name, index) => `${JSON.stringify(name)}:${index}`);
    writeFileSync(join(folder, "metrics.log"), `{"timestamp":1,"event":"made",${values.join(",")}}\n`);
    await collect(folder, { catalogue: compileCatalogue(join(folder, "schemas")) });
    const [row = {}] = await server.query("SELECT * FROM metric_events.made");
    const found = Object.entries(row).filter(
      ([name]) => !["_file", "_offset", "_line", "_host", "_time", "_more", "timestamp", "event"].includes(name),
    );
    expect(found.map(([, value]) => value)).toEqual(names.map((_, index) => String(index)));
    expect(await count("_bad_lines")).toBe(0);
    // A column that is not called like its field says what it is of.
    const comments = await server.query(
      "SELECT attname, col_description(attrelid, attnum) AS said FROM pg_attribute WHERE attrelid = 'metric_events.made'::regclass AND col_description(attrelid, attnum) IS NOT NULL ORDER BY attnum",
    );
    const renamed = ["xmin", "_file", `${long}aa`, `${long}ab`, ""];
    expect(comments.map(({ said }) => said)).toEqual(renamed.map((name) => `field ${JSON.stringify(name)}`));
    expect(comments[1]).toEqual({ attname: "file_e1e96dcd", said: 'field "_file"' });
  });

  it("a server that restarts is waited for", async () => {
    const folder = folderWith(Array.from({ length: 20_000 }, (_, index) => installedLine(index)));
    const collecting = collect(folder);
    while ((await count("runner_installed").catch(() => 0)) === 0);
    await server.stop("SIGQUIT");
    await server.start();
    const { counts } = await collecting;
    expect(counts.lines).toBe(20_000);
    expect(await count("runner_installed")).toBe(20_000);
  });

  it("a database that is not there, or does not let the user in, is said at once", async () => {
    const folder = folderWith([start]);
    const refused = async (url: string): Promise<unknown> => collect(folder, { url }).catch((error: unknown) => error);
    expect(await refused(server.url.replace("/postgres?", "/nowhere?"))).toMatchObject({
      name: "ShipError",
      code: "refused",
      message: expect.stringMatching(/database "nowhere" does not exist.*create it with createdb/),
    });
    expect(await refused(server.url.replace("tester", "stranger"))).toMatchObject({
      code: "refused",
      message: expect.stringMatching(/role "stranger" does not exist.*check the user/),
    });
    await server.query("DROP ROLE IF EXISTS guest");
    await server.query("CREATE ROLE guest LOGIN");
    expect(await refused(server.url.replace("tester", "guest"))).toMatchObject({
      code: "refused",
      message: expect.stringMatching(/permission denied.*grant the user CREATE/),
    });
    expect(await refused(`${server.url}&sslmode=sometimes`)).toMatchObject({ code: "invalid-settings" });
  });

  it("a user who may only add rows adds rows", async () => {
    const folder = folderWith([start]);
    await collect(folder);
    await server.query("DROP ROLE IF EXISTS writer");
    await server.query("CREATE ROLE writer LOGIN");
    await server.query("GRANT USAGE ON SCHEMA metric_events TO writer");
    await server.query("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA metric_events TO writer");
    writeFileSync(join(folder, "metrics.log"), `${start}\n${start}\n`);
    await collect(folder, { url: server.url.replace("tester", "writer") });
    expect(await count("runner_start")).toBe(2);
    await server.query("DROP OWNED BY writer");
  });

  it("without the right to add a column or a table, the message says who can, and how", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "metrics.log"), '{"timestamp":1,"event":"made","size":3}\n');
    writeSchema(folder, {});
    await collect(folder, { catalogue: compileCatalogue(join(folder, "schemas")) });
    await server.query("DROP ROLE IF EXISTS grower");
    await server.query("CREATE ROLE grower LOGIN");
    const url = server.url.replace("tester", "grower");
    const refusal = async (made: Catalogue): Promise<unknown> =>
      collect(folder, { url, catalogue: made }).catch((error: unknown) => error);
    const same = compileCatalogue(join(folder, "schemas"));
    expect(await refusal(same)).toMatchObject({
      code: "refused",
      message: expect.stringMatching(/permission denied.*grant the user USAGE on the schema, and SELECT, INSERT/),
    });
    await server.query("GRANT USAGE ON SCHEMA metric_events TO grower");
    await server.query("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA metric_events TO grower");
    writeSchema(folder, { size: { type: "integer", unit: "1" }, 'a"b': { type: "string" } });
    const grown = compileCatalogue(join(folder, "schemas"));
    const error = (await refusal(grown)) as Error;
    const statement =
      'ALTER TABLE "metric_events"."made" ADD COLUMN IF NOT EXISTS "size" bigint, ADD COLUMN IF NOT EXISTS "a""b" text';
    expect(error).toMatchObject({
      code: "refused",
      message: expect.stringMatching(
        /must be owner of table made \(SQLSTATE 42501\); run this once as the owner of the/,
      ),
    });
    expect(error.message).toContain(`or let the owner run ${statement}`);
    // What the message says helps.
    await server.query(statement);
    expect((await collect(folder, { url, catalogue: grown })).counts.lines).toBe(0);
    expect(await refusal(catalogue)).toMatchObject({
      code: "refused",
      message: expect.stringMatching(
        /permission denied for schema.*GRANT CREATE ON SCHEMA "metric_events" TO the user/,
      ),
    });
    await server.query("DROP OWNED BY grower");
  });

  it("times of far years are timestamps, as far as JavaScript and PostgreSQL have them", async () => {
    const seconds = ["0.000001", "253402300800", "1e12", "8639977881599", "8639977881600", "1e15"];
    await collect(folderWith(seconds.map((time) => installedLine(1).replace("1719900000.25", time))));
    const rows = await server.query("SELECT _time::text AS time FROM metric_events.runner_installed ORDER BY _offset");
    expect(rows.map(({ time }) => time)).toEqual([
      "1970-01-01 00:00:00.000001+00",
      "10000-01-01 00:00:00+00",
      "33658-09-27 01:46:40+00",
      "275759-12-31 23:59:59+00",
      null,
      null,
    ]);
  });

  it("a password comes from PGPASSWORD or the password file, and a missing or wrong one is said", async () => {
    const folder = folderWith([start]);
    await server.query("DROP ROLE IF EXISTS secured");
    await server.query("CREATE ROLE secured LOGIN SUPERUSER PASSWORD 'p w=1'");
    await server.askForPassword("secured");
    const url = server.url.replace("tester", "secured");
    const missing = await collect(folder, { url }).catch((error: unknown) => error);
    expect(missing).toMatchObject({
      code: "refused",
      message: expect.stringContaining("set PGPASSWORD, or add a line to ~/.pgpass"),
    });
    const wrong = await collect(folder, { url, env: { PGPASSWORD: "hunter2" } }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({
      code: "refused",
      message: expect.stringContaining("password authentication failed"),
    });
    expect(String(wrong)).not.toContain("hunter2");
    expect((await collect(folder, { url, env: { PGPASSWORD: "p w=1" } })).counts.lines).toBe(1);
    writeFileSync(join(folder, "passwords"), "# ours\nlocalhost:1:*:*:no\n*:*:postgres:secured:p w\\=1\n*:*:*:*:no\n", {
      mode: 0o600,
    });
    const passwords = { PGPASSFILE: "passwords" };
    expect((await collect(folder, { url, env: passwords })).counts.lines).toBe(0);
    chmodSync(join(folder, "passwords"), 0o644);
    const shared: string[] = [];
    await collect(folder, { url, env: passwords, notices: shared }).catch(() => {});
    expect(shared).toEqual([expect.stringContaining("passwords: is not read, since others may read it")]);
  });

  it("a password in the URL is warned about, and a service is found", async () => {
    const folder = folderWith([start]);
    const { notices } = await collect(folder, {
      url: server.url.replace("postgres:///", "postgres://tester:secret@/").replace("&user=tester", ""),
    });
    expect(notices).toEqual([expect.stringContaining("the URL holds a password")]);
    writeFileSync(
      join(folder, "services"),
      `# ours\n[other]\nport=1\n[metrics]\nhost=${server.folder}\nuser=tester\ndbname=postgres\n`,
    );
    const env = { PGSERVICEFILE: "services", PGSERVICE: "metrics" };
    const again = await collect(folder, { url: "postgres:///", env });
    expect(again.counts.lines).toBe(0);
    const missing = await collect(folder, { url: "postgres:///?service=none", env }).catch((error: unknown) => error);
    expect(missing).toMatchObject({
      code: "invalid-settings",
      message: expect.stringContaining('there is no service "none"'),
    });
  });
});

function writeSchema(folder: string, properties: Readonly<Record<string, object>>): void {
  const described = Object.entries(properties).map(([name, schema]) => [name, { description: "A value.", ...schema }]);
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Made",
    description: "Something was made.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: { description: "When.", type: "number", unit: "s" },
      event: { const: "made", description: "Its name." },
      ...Object.fromEntries(described),
    },
  };
  writeFiles(folder, { "schemas/events/made.schema.json": JSON.stringify(schema) });
}
