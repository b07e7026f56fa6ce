import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileCatalogue } from "@metric-events/codegen";
import { openLogs, readEvents } from "@metric-events/reader";
import { canonicalNumber, doubleFit } from "@metric-events/runtime";
import { below, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { type RunResult, runCommand } from "./support/memory-context.js";

// Whatever number is logged, each command shows and stores that number, or says that it does not.

const seed = Number(process.env["SEED"] ?? 20_261_128);
const random = seededRandom(seed);
const schemas = fileURLToPath(new URL("fixtures/number-schemas", import.meta.url));
const lineCount = 400;

function digits(most: number): string {
  return Array.from({ length: 1 + below(random, most) }, () => below(random, 10)).join("");
}

function wholeToken(): string {
  const near = 2n ** BigInt(50 + below(random, 16)) + BigInt(below(random, 7) - 3);
  const plain = below(random, 2) === 0 ? String(near) : digits(22).replace(/^0+(?=\d)/, "");
  const form = below(random, 6);
  return `${below(random, 4) === 0 ? "-" : ""}${plain}${form === 0 ? ".0" : form === 1 ? "e0" : form === 2 ? "e2" : ""}`;
}

function anyToken(): string {
  const [kind, whole] = [below(random, 5), wholeToken()];
  if (kind === 0) return String((random() - 0.5) * 10 ** (below(random, 40) - 20));
  if (kind === 1) return whole;
  if (kind === 2) return `${below(random, 10)}.${digits(20)}`;
  if (kind === 3) return `${digits(3).replace(/^0+(?=\d)/, "")}.${digits(9)}e${below(random, 2000) - 1000}`;
  return `${1 + below(random, 9)}.${digits(16)}`;
}

interface Line {
  readonly shard: string;
  readonly ratio: string;
}

const lines = Array.from({ length: lineCount }, (): Line => ({ shard: wholeToken(), ratio: anyToken() }));
const log = lines.map(
  ({ shard, ratio }, index) =>
    `{"timestamp":${1_795_000_000 + index},"event":"job_seen","shard":${shard},"ratio":${ratio}}\n`,
);
let cwd: string;
beforeEach(() => {
  cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), log.join(""));
});

const run = async (...args: readonly string[]): Promise<RunResult> =>
  runCommand([...args, "--schemas", schemas], { cwd, env: { METRICS_LOG_PATH: join(cwd, "metrics.log") } });

/** A line is not an event where its double is infinite. */
const isRead = ({ ratio }: Line): boolean => Number.isFinite(Number(ratio));
const isRounded = (token: string): boolean => doubleFit(token) === "rounded";
const isBigint = (token: string): boolean => {
  const value = BigInt(canonicalNumber(token).replace(/^(-?\d)(?:\.(\d+))?e\+(\d+)$/, wholeOf));
  return value >= -(2n ** 63n) && value < 2n ** 63n;
};
function wholeOf(_: string, first: string, fraction = "", exponent: string): string {
  return first + fraction.padEnd(Number(exponent), "0");
}

/** Whether SQL has it. */
const isKept = (line: Line): boolean => isRead(line) && isBigint(line.shard) && !isRounded(line.ratio);

/** The rows of CSV, with numbers at their end as JavaScript writes them. */
const rows = (text: string): string[] =>
  text
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.replace(/[^,]*$/, (ratio) => String(Number(ratio))));

describe(`numbers as they were logged (seed ${seed})`, () => {
  it("there are numbers of all kinds", () => {
    for (const fit of ["same", "held", "rounded"] as const) {
      expect(lines.filter(({ shard }) => doubleFit(shard) === fit).length).toBeGreaterThan(2);
      expect(lines.filter(({ ratio }) => doubleFit(ratio) === fit).length).toBeGreaterThan(2);
    }
    expect(lines.filter((line) => !isRead(line)).length).toBeGreaterThan(3);
  });

  it("tail shows them", async () => {
    const { stdout } = await run("tail", "-n", String(lineCount), "--utc");
    const shown = stdout.trimEnd().split("\n");
    lines.forEach((line, index) => {
      const [, shard = "", ratio = ""] = /shard=(\S+) {2}ratio=(\S+)$/.exec(shown[index] ?? "") ?? [];
      if (!isRead(line)) expect(shown[index]).toContain(line.ratio);
      else {
        const [showsShard, showsRatio] = [canonicalNumber(shard), canonicalNumber(ratio)];
        expect([showsShard, showsRatio]).toEqual([canonicalNumber(line.shard), canonicalNumber(line.ratio)]);
      }
    });
    expect((await run("tail", "-n", String(lineCount), "--json")).stdout).toBe(
      log.filter((_, index) => isRead(lines[index] as Line)).join(""),
    );
  });

  it("validate finds each that no 64-bit float holds, and no other", async () => {
    const { stdout } = await run("validate", "--format", "json");
    const { findings }: { findings: { line: number; code: string; pointer: string; received: string }[] } =
      JSON.parse(stdout);
    const expected = lines.flatMap((line, index) =>
      (["shard", "ratio"] as const)
        .filter((name) => isRounded(line[name]))
        .map((name) => ({ line: index + 1, code: "inexact-number", pointer: `/${name}`, received: line[name] })),
    );
    expect(findings.map(({ line, code, pointer, received }) => ({ line, code, pointer, received }))).toEqual(expected);
  });

  it("report groups by them", async () => {
    const { stdout } = await run("report", "--format", "json");
    const report: { events: { dimensions: { distinct: number; values: { value: string }[] }[] }[] } =
      JSON.parse(stdout);
    const groups = new Set(lines.filter(isRead).map(({ shard }) => canonicalNumber(shard)));
    const [dimension] = report.events[0]?.dimensions ?? [];
    expect(dimension?.distinct).toBe(groups.size);
    for (const { value } of dimension?.values ?? []) expect(groups).toContain(value);
  });

  it("where finds them", async () => {
    for (const { shard } of lines.filter(isRead).slice(0, 20)) {
      const { stdout } = await run("tail", "-n", "1", "--json", "--where", `shard=${shard}`);
      const [, found = ""] = /"shard":([^,]+),/.exec(stdout) ?? [];
      expect(canonicalNumber(found)).toBe(canonicalNumber(shard));
    }
  });

  it("query and export have them, or list their lines", async () => {
    const expected = lines.flatMap((line, index) =>
      isKept(line) ? [`${index},${canonicalNumber(line.shard)},${Number(line.ratio)}`] : [],
    );
    expect(expected.length).toBeGreaterThan(50);
    const sql = "select timestamp::int - 1795000000 as n, shard, ratio from job_seen order by n";
    const answer = await run("query", sql, "--format", "csv");
    expect(rows(answer.stdout)).toEqual(expected);
    expect(answer.stderr).toContain("numbers that their columns do not hold");
    const listed = await run("query", "select line from invalid_lines order by line", "--format", "csv");
    const left = lines.flatMap((line, index) => (isKept(line) ? [] : [String(index + 1)]));
    expect(listed.stdout.trimEnd().split(/\r?\n/).slice(1)).toEqual(left);
    await run("export", "--parquet", "archive");
    expect(rows((await run("query", sql, "archive", "--format", "csv")).stdout)).toEqual(expected);
  });

  it("readEvents hands on their digits", async () => {
    const catalogue = await compileCatalogue(schemas);
    for await (const item of readEvents(await openLogs(["metrics.log"], { cwd }), { catalogue })) {
      const line = lines[item.kind === "unread" ? 0 : item.line - 1] as Line;
      expect(item.kind).toBe(isRead(line) ? "event" : "bad-line");
      if (item.kind !== "event") continue;
      const changed = (["shard", "ratio"] as const).filter((name) => doubleFit(line[name]) !== "same");
      expect(item.numbers).toEqual(
        changed.map((name) => ({ pointer: `/${name}`, token: line[name], isHeld: !isRounded(line[name]) })),
      );
      expect(`${item.text}\n`).toBe(log[item.line - 1]);
    }
  });
});
