import { catalogue as runnerEvents } from "@metric-events/core";
import { countEvents, type EventCounts, judgeLogs, type SinkFactory, streamLog } from "@metric-events/reader";
import { type Catalogue, createCatalogue, type EventDefinition } from "@metric-events/runtime";
import { below, fleetLog, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type SplitLines, splitSink } from "../packages/query/src/lines/split-sink.js";
import { type ColumnsResult, unpack } from "../packages/report/src/columns/columns.js";
import { columnsSink } from "../packages/report/src/columns/columns-sink.js";

// Lines that are scanned come to the same as lines that are parsed, whatever is done with them.

const seed = Number(process.env["SEED"] ?? 12);
const lineCount = Number(process.env["SCAN_LINES"] ?? 20_000);

/** In the days of the log. */
const withSuspects = countEvents({ now: 1_788_300_000 });

const long = "ü".repeat(150);
const changes: readonly ((line: string, at: number) => string)[] = [
  (line, at) => line.slice(0, at),
  (line, at) => line.slice(0, at) + line.slice(at + 1),
  (line, at) => `${line.slice(0, at)} ${line.slice(at)}`,
  (line, at) => `${line.slice(0, at)}${'"\\{}:,0\u0000'[at % 8]}${line.slice(at + 1)}`,
  (line) => `${line}\r`,
  (line) => line.replaceAll('":', '": ').replaceAll(',"', ', "'),
  (line) => line.replace("small", "grö\\u00dfe"),
  (line) => line.replace("small", "größe"),
  (line) => line.replace("acme/", long),
  (line) => line.replace("acme/", "\\ud800"),
  (line) => line.replace(/}$/, ',"more":[1]}'),
  (line) => line.replace(/}$/, ',"flavor":"twice"}'),
  (line) => line.replace(/duration":(\d+)/, 'duration":-$1'),
  (line) => line.replace(/"event":"[a-z_]+"/, '"event":"door_opened"'),
  (line) => line.replace(/(\d)\.(\d+),/, "$1.$20000000000000001,"),
  (line) => line.replace(/duration":[\d.]+/, 'duration":1764356272'),
  (line) => line.replace(/duration":[\d.]+/, 'duration":432001'),
  (line) => line.replace(/"timestamp":/, '"timestamp":1000'),
  (line) => line.replace(/"timestamp":\d+/, '"timestamp":31535999'),
  (line) => line + line,
  () => "",
];

/** As Python writes JSON. */
function withBlanks(log: string): string {
  return log.replaceAll(/(":|,(?="))/g, "$1 ");
}

function changedLog(random: () => number): string {
  const lines: string[] = [];
  for (const line of fleetLog({ seed, events: lineCount })) {
    const change = changes[below(random, changes.length)];
    lines.push(random() < 0.8 || change === undefined ? line : change(line, below(random, line.length)));
  }
  return `\ufeff${lines.join("\n")}`;
}

/** The same events, known to no scanner. */
function unscanned({ definitions }: Catalogue): Catalogue {
  return createCatalogue(definitions.map((definition): EventDefinition => ({ ...definition, scanner: undefined })));
}

async function outcome<Result>(
  log: string,
  catalogue: Catalogue,
  sink: SinkFactory<Result>,
  contract: "reader" | "writer",
) {
  const found = { lines: 0, bad: [] as unknown[], results: [] as unknown[] };
  let scanned = 0;
  const counting: SinkFactory<Result> = {
    ...sink,
    createSink(options, events) {
      const inner = sink.createSink(options, events);
      return Object.assign(Object.create(inner), {
        add: inner.add.bind(inner),
        take: inner.take.bind(inner),
        ...(inner.begin === undefined ? {} : { begin: inner.begin.bind(inner) }),
        addScanned(...scan: Parameters<typeof inner.addScanned>) {
          scanned++;
          inner.addScanned(...scan);
        },
      });
    },
  };
  await judgeLogs([streamLog(chunksOf(log))], {
    catalogue,
    contract,
    sink: counting,
    onBadLine: (bad) => void found.bad.push(bad),
    onResult: (result, { lines }) => {
      found.lines += lines;
      found.results.push(plain(result));
    },
  });
  return { parsed: found.lines - scanned, found };
}

async function* chunksOf(log: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(log);
  for (let start = 0; start < bytes.length; start += 1_000_000) yield bytes.subarray(start, start + 1_000_000);
}

/** Without what may differ: the order of events, and the codes of texts. */
function plain(result: unknown): unknown {
  if (isCounts(result)) return { ...result, valid: new Map([...result.valid].toSorted()) };
  if (isSplit(result)) return new Map(result.texts.map(({ eventName, bytes }) => [eventName, values(bytes)]));
  const columns = result as ColumnsResult;
  return { ...columns, dictionary: [], events: columns.events.map((packed) => withTexts(packed, columns)) };
}

function suspectCodes(result: unknown): readonly string[] {
  return isCounts(result) ? result.suspects.map(({ code }) => code) : [];
}

function isCounts(result: unknown): result is EventCounts {
  return typeof result === "object" && result !== null && "valid" in result;
}

function isSplit(result: unknown): result is SplitLines {
  return typeof result === "object" && result !== null && "texts" in result;
}

function values(lines: Uint8Array): unknown[] {
  const texts = Buffer.from(lines).toString().trimEnd().split("\n");
  return texts.map((text) => JSON.parse(text));
}

function withTexts(packed: ColumnsResult["events"][number], { dictionary }: ColumnsResult): unknown {
  const columns = unpack(packed);
  return { ...columns, codes: columns.codes.map((codes) => Array.from(codes, (code) => dictionary[code - 1])) };
}

describe.each([
  ["as the logger writes them", (log: string) => log],
  ["with blanks, as Python writes them", withBlanks],
] as const)(`scanned lines are what parsed ones are, %s (seed ${seed})`, (_, write) => {
  it.each([
    ["counted", countEvents(), "reader"],
    ["counted", countEvents(), "writer"],
    ["counted, with what looks wrong", withSuspects, "reader"],
    ["as columns", columnsSink({ events: [], where: [], since: undefined, until: undefined }), "reader"],
    [
      "as columns of a selection",
      columnsSink({ events: ["runner_stop"], where: ["flavor=small"], since: 1_788_222_000, until: undefined }),
      "reader",
    ],
    ["split", splitSink({}), "reader"],
  ] as const)("%s (%#)", async (_name, sink: SinkFactory<unknown>, contract) => {
    const log = write(changedLog(seededRandom(seed)));
    const catalogue = runnerEvents;
    const scanned = await outcome(log, catalogue, sink, contract);
    const parsed = await outcome(log, unscanned(catalogue), sink, contract);
    expect(scanned.found).toEqual(parsed.found);
    const codes = new Set(scanned.found.results.flatMap((result) => suspectCodes(result)));
    if (sink === withSuspects) expect(codes).toEqual(new Set(["future", "unset-clock", "unix-time", "impossible"]));
    expect(scanned.found.bad.length).toBeGreaterThan(lineCount / 20);
    // Most are scanned, and by no means all.
    expect(scanned.parsed).toBeGreaterThan(lineCount / 10);
    expect(scanned.parsed).toBeLessThan(lineCount / 3);
    expect(parsed.parsed).toBe(parsed.found.lines);
  });
});

it(`lines of other events are passed over, and no others (seed ${seed})`, async () => {
  const fields = '"flavor":"small","workflow":"CI","repo":"r","github_event":"push","idle":1';
  const decoys = [
    `{"nested":{"event":"runner_stop"},"timestamp":1,"event":"runner_start",${fields}}`,
    `{"text":"{","timestamp":2,"event":"runner_start",${fields}}`,
    `{"text":"\\"event\\":\\"runner_stop\\"","timestamp":3,"event":"runner_start",${fields}}`,
    `{"timestamp":4,"\\u0065vent":"runner_start",${fields}}`,
    `  {"nested":[{"event":"runner_stop"}],"timestamp":5,"event":"runner_start",${fields}}`,
    `{"timestamp":6,"event":"runner_stop","event":"runner_start",${fields}}`,
  ];
  const log = `${changedLog(seededRandom(seed))}\n${decoys.join("\n")}\n`;
  const catalogue = runnerEvents;
  const sink = splitSink({ only: ["runner_start"] });
  const [all, passedOver] = await Promise.all(
    [unscanned(catalogue), catalogue].map((each) => outcome(log, each, sink, "reader")),
  );
  const starts = (found: typeof all) =>
    found?.found.results.flatMap((result) => (result as Map<string, unknown[]>).get("runner_start") ?? []);
  expect(starts(passedOver)).toEqual(starts(all));
  expect(starts(all)?.slice(-5)).toMatchObject([1, 2, 3, 4, 5].map((timestamp) => ({ timestamp })));
  expect(passedOver?.found.lines).toBe(all?.found.lines);
});

it("lines that are handed over have the fields that are asked for, and rows stay in their order", async () => {
  const catalogue = runnerEvents;
  const lines = [...fleetLog({ seed, events: 500 })];
  const sink = splitSink({ only: ["runner_start"], columns: ["queue_duration", "flavor"] });
  const { found } = await outcome(`${lines.join("\n")}\n`, catalogue, sink, "reader");
  const starts = lines.flatMap((line) => {
    const { event, flavor, queue_duration } = JSON.parse(line);
    return event === "runner_start" ? [JSON.parse(JSON.stringify({ flavor, queue_duration }))] : [];
  });
  expect(starts.length).toBeGreaterThan(100);
  expect(found.results).toEqual([new Map([["runner_start", starts]])]);
});
