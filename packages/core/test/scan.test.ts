import { doubleFit, type EventDefinition, Scan, textIn } from "@metric-events/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlainHappened } from "./golden/index.js";

// A scanner finds in the bytes of a line what JSON.parse and the validator would find, or nothing; never something else.

const seed = Number(process.env["SEED"] ?? 20_261_124);
const runCount = Number(process.env["SCAN_LINES"] ?? 20_000);

const numbers = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 1e-7, 443, 65_535, 65_536, 99.999, 100, 1_719_900_000.125, 1_719_900_000.1234567, 1e21),
  fc.integer({ min: -5, max: 70_000 }),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer({ min: 0, max: 10_000_000 }).map((thousandths) => thousandths / 1000),
);
const texts = fc.oneof(
  fc.constantFrom("", "a", "abcde", "abcdef", "größe", "🚀🚀🚀🚀🚀", '"', "\\", "\n", '"event":"', "\ud800"),
  fc.string({ maxLength: 8, unit: "binary" }),
);
/** Mostly what is valid. */
const mostly = <T>(fit: fc.Arbitrary<T>, any: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fit }, { weight: 1, arbitrary: any });
const events = fc.record(
  {
    zone: texts,
    host: mostly(fc.constantFrom("web-1", "größe", "x".repeat(253)), texts),
    timestamp: mostly(fc.constantFrom(0, 1, 1_719_900_000.125, 1_719_900_000.1234567, 1e21, 1e-7), numbers),
    event: mostly(fc.constant("plain_happened"), fc.constantFrom("other_happened", "plain")),
    level: mostly(fc.constantFrom("info", "warning", "error"), fc.constantFrom("fatal", "infos", "inf")),
    port: mostly(fc.integer({ min: 1, max: 65_535 }), numbers),
    size: mostly(fc.constantFrom(0.001, 1, 99.999, 2.5e-8, 33.33333333333333), numbers),
    step: mostly(fc.constantFrom(1, 2, 3), fc.constantFrom(0, 4, 1.5)),
    label: mostly(fc.constantFrom("a", "abcde", "🚀🚀🚀🚀🚀"), texts),
    is_last: fc.boolean(),
    box: fc.record({ width: numbers, height: numbers, depth: numbers, label: texts }, { requiredKeys: ["depth"] }),
  },
  { requiredKeys: ["host", "timestamp", "event", "size", "step"] },
);

/** What goes wrong with a line, or is said in other words. */
const changes: readonly ((line: string, at: number) => string)[] = [
  (line) => line,
  (line, at) => line.slice(0, at),
  (line, at) => line.slice(0, at) + line.slice(at + 1),
  (line, at) => `${line.slice(0, at)}${line[at] ?? ""}${line.slice(at)}`,
  (line, at) => `${line.slice(0, at)} ${line.slice(at)}`,
  (line, at) => `${line.slice(0, at)}${'"\\{}[],:0-.eE\t\u0000é'[at % 16]}${line.slice(at + 1)}`,
  (line) => line.replace(/}$/, ',"more":1}'),
  (line) => line.replace(/}$/, ',"step":1}'),
  (line) => line.replace(/"step":(\d)/, '"step":$1.0'),
  (line) => line.replace(/"step":(\d)/, '"step":$1e0'),
  (line) => line.replace(/"size":(\d)/, '"size":0$1'),
  (line) => line.replace(/"size":(\d)/, '"size":-$1'),
  (line) => line.replace(/"port":\d+/, '"port":00000000000000000443'),
  (line) => line.replace(/"timestamp":[^,]+/, '"timestamp":123456789012345678901234567890.5'),
  (line) => line.replace(/"timestamp":[^,]+/, '"timestamp":1e999'),
  (line) => line.replace(/("size":[^,]+),("step":\d)/, "$2,$1"),
  (line) => line.replace("host", "h\\u006fst"),
  (line) => line + line,
];

const found = new Scan(PlainHappened.scanner?.fields.length ?? 0);

/** Where the line ends by the scanner, or -1. */
function scan(line: string): number {
  found.reset(new Uint8Array(Buffer.from(`${line}\n`)));
  return PlainHappened.scanner?.scan(found, 0) ?? -1;
}

describe(`a scanner (seed ${seed})`, () => {
  it(`agrees with JSON.parse and the validator on ${runCount} lines`, { timeout: 600_000 }, () => {
    const counts = { scanned: 0, left: 0, refused: 0 };
    fc.assert(
      fc.property(events, fc.constantFrom(...changes), fc.nat(400), (event, change, at) => {
        const canonical = JSON.stringify(event);
        // A surrogate pair that was taken apart becomes what a file can hold.
        const line = Buffer.from(change(canonical, at % (canonical.length + 1))).toString();
        const isWhole = scan(line) === Buffer.byteLength(line);
        const data = parsed(line);
        const isValid = PlainHappened.isWritable(data) && PlainHappened.isReadable(data) && !hasDoubleName(line, data);
        if (isWhole && !isValid) throw new Error(`scanned, though not valid: ${line}`);
        if (isWhole) expectSameValues(PlainHappened, data, line);
        counts[isWhole ? "scanned" : isValid ? "left" : "refused"]++;
      }),
      { seed, numRuns: runCount, endOnFailure: true },
    );
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(runCount / 100);
  });

  it("reads every number as JSON.parse does, and none that JavaScript would change, or SQL might", {
    timeout: 600_000,
  }, () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 18 });
    const forms = fc.tuple(
      fc.constantFrom("", "-"),
      digits,
      fc.constantFrom("", "."),
      digits,
      fc.constantFrom("", "", "", "", "e5", "E-7", "e+", "e400"),
    );
    fc.assert(
      fc.property(forms, (parts) => {
        const text = parts.join("");
        const line = `{"host":"web-1","timestamp":1,"event":"plain_happened","size":1,"step":1,"box":{"depth":${text}}}`;
        const data = parsed(line);
        const isWhole = scan(line) === line.length;
        const isKept =
          PlainHappened.isReadable(data) &&
          doubleFit(text) === "same" &&
          Number.MAX_SAFE_INTEGER >= Math.abs(Number(text));
        expect({ text, isWhole }).toEqual({ text, isWhole: isKept });
        if (isWhole) expectSameValues(PlainHappened, data, line);
      }),
      { seed, numRuns: runCount, endOnFailure: true },
    );
  });

  it("takes every event that serialize() writes without escapes", () => {
    const written = {
      host: "größe",
      timestamp: 1.5,
      event: "plain_happened",
      level: "error",
      size: 1,
      step: 3,
    } as const;
    const whole = { zone: "north", ...written, port: 443, label: "🚀", is_last: false, box: { width: 1, depth: -2.5 } };
    for (const event of [written, whole, { ...whole, box: { depth: 0, label: "x" } }]) {
      const line = PlainHappened.serialize(event);
      expect(scan(line)).toBe(Buffer.byteLength(line));
    }
  });

  it("reads no byte after the end", () => {
    const line = PlainHappened.serialize({ host: "h", timestamp: 1, event: "plain_happened", size: 1, step: 1 });
    const bytes = Buffer.from(`${line.repeat(2)}\n`);
    for (let length = 0; length <= line.length; length++) {
      const cut = new Uint8Array(bytes.subarray(0, length + 1));
      cut[length] = 0x0a;
      found.reset(cut);
      expect(PlainHappened.scanner?.scan(found, 0)).toBe(length === line.length ? length : -1);
    }
  });
});

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Names of the text are as many as those of the value, unless one comes twice. */
function hasDoubleName(line: string, data: unknown): boolean {
  const namesIn = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? Object.entries(value).reduce((sum, [, member]) => sum + 1 + namesIn(member), 0)
      : 0;
  return line.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)?.length !== namesIn(data);
}

function expectSameValues({ scanner }: EventDefinition, data: unknown, line: string): void {
  const { bytes, starts, ends } = found;
  scanner?.fields.forEach(({ path, type }, field) => {
    const expected = path.reduce<unknown>((value, name) => Object(value ?? {})[name], data);
    const isThere = (starts[field] as number) >= 0;
    const text = isThere ? textIn(bytes, starts[field] as number, ends[field] as number) : "";
    const value = type === "string" ? text : type === "number" ? found.numbers[field] : parsed(text);
    const isSame = isThere ? JSON.stringify(value) === JSON.stringify(expected) : expected === undefined;
    if (!isSame) throw new Error(`${path.join(".")} is read as ${JSON.stringify(value)}: ${line}`);
  });
}
