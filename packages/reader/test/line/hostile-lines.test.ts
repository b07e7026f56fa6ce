import { catalogue } from "@metric-events/core";
import type { Catalogue } from "@metric-events/runtime";
import { installedLine } from "@metric-events/test-support";
import { expect, it } from "vitest";
import {
  type BadLine,
  countEvents,
  type EventCounts,
  faultMessage,
  type JudgeOptions,
  judgeLogs,
  streamLog,
} from "../../src/index.js";

const megabyte = 1_000_000;
const good = Buffer.from(`${installedLine(1)}\n`);

it("lines of 15 MB of brackets are refused before they are parsed, in bounded memory", async () => {
  const line = Buffer.alloc(15 * megabyte, "[");
  let most = 0;
  const { bad, events } = await judge(async function* () {
    for (let count = 0; count < 9; count++) {
      yield line;
      yield Buffer.from("\n");
      most = Math.max(most, process.memoryUsage().rss);
    }
    yield good;
  });
  expect(bad.map(({ line: number, code }) => [number, code])).toEqual(
    Array.from({ length: 9 }, (_, index) => [index + 1, "too-deep"]),
  );
  expect(bad[0]?.faults).toEqual([{ code: "too-deep", column: 10_001, maxDepth: 10_000 }]);
  expect(bad[0]?.faults.map(faultMessage)).toEqual([
    "nested too deeply: more than 10,000 levels of objects and arrays",
  ]);
  expect(events).toBe(1);
  // JSON.parse alone would take 500 MB for each line.
  expect(most).toBeLessThan(1000 * megabyte);
});

it("brackets in strings do not count as nesting, and 10,000 levels are read", async () => {
  const { bad, events } = await judge(async function* () {
    yield Buffer.from(`${withAdded(`"${"[".repeat(20_000)}"`)}\n`);
    yield Buffer.from(`${withAdded(`"\\"${"{".repeat(20_000)}"`)}\n`);
    yield Buffer.from(`${withAdded("[".repeat(9999) + "]".repeat(9999))}\n`);
    yield Buffer.from(`${withAdded("[".repeat(10_000) + "]".repeat(10_000))}\n`);
  });
  expect(events).toBe(3);
  expect(bad).toMatchObject([{ line: 4, code: "too-deep", faults: [{ column: 10_015 }] }]);
});

it("the name of an unknown event may be of any length: no suggestion is looked for, and the message is short", async () => {
  const { bad } = await judge(async function* () {
    yield Buffer.from('{"timestamp":1,"event":"runner_stop');
    yield Buffer.alloc(15 * megabyte, "p");
    yield Buffer.from('"}\n{"timestamp":1,"event":"runner_stopp"}\n');
  });
  const issues = bad.flatMap(({ faults }) => faults).map((fault) => ("issue" in fault ? fault.issue : undefined));
  expect(issues.map((issue) => issue?.suggestion)).toEqual([undefined, "runner_stop"]);
  for (const { faults } of bad) expect(faults.map(faultMessage).join("").length).toBeLessThan(500);
});

it.each([
  ["numbers that are not finite", (count: number) => `[${"NaN,".repeat(count)}1]`, "not-finite"],
  [
    "duplicate names",
    (count: number) => installedLine(1).replace("}", `,${'"x":1,'.repeat(count)}"x":1}`),
    "duplicate-key",
  ],
])("of a line with a million %s, the first hundred are reported", async (_, lineWith, code) => {
  const line = lineWith(megabyte);
  const { bad } = await judge(async function* () {
    yield Buffer.from(`${line}\n`);
  });
  expect(bad).toHaveLength(1);
  expect(bad[0]?.faults).toHaveLength(100);
  expect(new Set(bad[0]?.faults.map((fault) => fault.code))).toEqual(new Set([code]));
  const columns = bad[0]?.faults.map(({ column }) => column) ?? [];
  expect(columns).toEqual(columns.toSorted((left, right) => left - right));
});

it.each([
  ["in a field that takes anything", "reader", 0],
  ["in a field that takes anything, and one in a field that does not", "reader", 1],
  ["that a writer would write", "writer", 100],
] as const)("of 200,000 numbers %s (%s), few are examined", async (_, contract, reported) => {
  const long = "9007199254740993";
  const numbers = `[${`${long},`.repeat(200_000)}1]`;
  const first = reported === 1 ? long : "1.5";
  const line = `{"timestamp":1,"event":"runner_installed","flavor":"a","duration":${first},"added_later":${numbers}}`;
  const counted = { checks: 0 };
  const counting: Catalogue = {
    ...catalogue,
    check: (data, by) => {
      counted.checks++;
      return catalogue.check(data, by);
    },
  };
  const { bad } = await judge(
    async function* () {
      yield Buffer.from(`${line}\n`);
    },
    { catalogue: counting, contract, refusesRounded: true },
  );
  const faults = bad.flatMap((each) => each.faults).filter(({ code }) => code === "inexact-number");
  expect(faults).toHaveLength(Math.min(reported, 99));
  expect(bad).toHaveLength(reported === 0 ? 0 : 1);
  // Each number that is examined alone costs up to five.
  expect(counted.checks).toBeLessThan(100);
});

it("of a line with 50,000 undeclared names, the first hundred are reported", async () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `"name${index}":9007199254740993`).join(",");
  const { bad } = await judge(
    async function* () {
      yield Buffer.from(`${installedLine(1).replace("}", `,${names}}`)}\n`);
    },
    { catalogue, contract: "writer", refusesRounded: true },
  );
  const pointers = bad[0]?.faults.map((fault) => ("issue" in fault ? fault.issue.pointer : fault.code));
  expect(pointers).toHaveLength(100);
  expect(pointers?.slice(0, 3)).toEqual(["/name0", "inexact-number", "/name1"]);
});

it("a mistake at the end of a line of 5 MB has its column, in bytes", async () => {
  const text = `{"timestamp":1,"event":"runner_installed","flavor":"${"ä".repeat(2.5 * megabyte)}","duration":-1}`;
  const { bad } = await judge(async function* () {
    yield Buffer.from(`${text}\n`);
  });
  expect(bad).toMatchObject([{ code: "invalid", faults: [{ column: Buffer.byteLength(text) - 2 }] }]);
});

/** A valid line with an undeclared field. */
function withAdded(value: string): string {
  return installedLine(1).replace("{", `{"added_later":${value},`);
}

/** Judges a log of these bytes. */
async function judge(
  bytes: () => AsyncGenerator<Uint8Array>,
  options: Pick<JudgeOptions<EventCounts>, "catalogue" | "contract" | "refusesRounded"> = { catalogue },
): Promise<{ bad: readonly BadLine[]; events: number }> {
  const bad: BadLine[] = [];
  let events = 0;
  await judgeLogs([streamLog(bytes())], {
    ...options,
    sink: countEvents(),
    onResult: ({ valid }) => {
      for (const count of valid.values()) events += count;
    },
    onBadLine: (line) => void bad.push(line),
  });
  return { bad, events };
}
