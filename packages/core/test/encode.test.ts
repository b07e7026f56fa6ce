import { seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { catalogue, InvalidEventError, RunnerInstalled, RunnerStop } from "../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_124);
const eventCount = Number(process.env["ENCODE_EVENTS"] ?? 60_000);

const bytes = Buffer.alloc(16_384, "?");

/** The line that encode() leaves in the bytes, or returns. */
function encoded(event: { event: string }, offset = 0): string {
  const end = catalogue.encode(event as never, bytes, offset);
  return typeof end === "string" ? end : bytes.toString("utf8", offset, end);
}

const random = seededRandom(seed);
const rareNumbers = [
  0,
  -0,
  1e21,
  1e-7,
  5e-324,
  2 ** 53 + 2,
  2 ** 31 - 1,
  2 ** 31,
  0.1 + 0.2,
  Number.MAX_VALUE,
  999.9995,
];
const rareTexts = [
  "",
  "\ud800",
  "a\udfff",
  "\u2028\u2029",
  '"',
  "\\",
  "\u0000\u001f\u007f",
  "\u0080",
  "größe 🚀",
  "x".repeat(600),
];

function pick<T>(values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

function anyNumber(): number {
  const kind = random();
  if (kind < 0.1) return pick(rareNumbers);
  if (kind < 0.3) return Math.floor(random() * 10 ** Math.floor(random() * 16));
  if (kind < 0.6) return Math.round(random() * 10 ** Math.floor(random() * 13)) / 1000;
  if (kind < 0.8) return random() * 10 ** Math.floor(random() * 12);
  // Any bits at all.
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, random() * 2 ** 31);
  view.setUint32(4, random() * 2 ** 32);
  const value = view.getFloat64(0);
  return Number.isFinite(value) ? value : 1;
}

function anyText(): string {
  const kind = random();
  if (kind < 0.03) return pick(rareTexts);
  const [lowest, highest] = kind < 0.9 ? [0x23, 0x5b] : kind < 0.94 ? [0, 0x7f] : kind < 0.97 ? [0, 0xff] : [0, 0xffff];
  const codes = Array.from({ length: Math.floor(random() * 20) }, () => lowest + random() * (highest + 1 - lowest));
  return String.fromCharCode(...codes);
}

describe(`encode (seed ${seed})`, () => {
  it(`writes just what JSON.stringify writes, for ${eventCount} events`, { timeout: 300_000 }, () => {
    let inPlaceCount = 0;
    for (let index = 0; index < eventCount; index++) {
      const event = RunnerStop({
        timestamp: anyNumber(),
        flavor: anyText(),
        workflow: anyText(),
        repo: "acme/widgets",
        github_event: anyText(),
        status: "abnormal",
        status_info:
          random() < 0.5 ? { code: (random() - 0.5) * 2 ** 33 > 0 ? 137 : -Math.floor(random() * 2 ** 40) } : undefined,
        job_duration: anyNumber(),
        job_conclusion: random() < 0.5 ? anyText() : undefined,
      });
      const end = catalogue.encode(event, bytes, 1);
      if (typeof end === "number") inPlaceCount++;
      const line = typeof end === "string" ? end : bytes.toString("latin1", 1, end);
      // An assertion for each would take most of the time.
      if (line !== JSON.stringify(event)) expect(line).toBe(JSON.stringify(event));
    }
    expect(inPlaceCount).toBeGreaterThan(eventCount / 10);
    expect(inPlaceCount).toBeLessThan(eventCount);
  });

  it("writes all of Unicode, and lone surrogates", () => {
    for (let start = 0; start < 0x110000; start += 64) {
      const text = Array.from({ length: 64 }, (_, index) => String.fromCodePoint(start + index)).join("");
      const event = RunnerInstalled({ timestamp: 1, flavor: text, duration: 0 });
      const line = encoded(event);
      if (line !== JSON.stringify(event)) expect(line).toBe(JSON.stringify(event));
    }
  });

  it("writes numbers around the limits of each form", () => {
    const limits = [0, 1, 9, 10, 99, 100, 999, 1000, 99_999, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e15, 1e21];
    for (const limit of limits) {
      for (const step of [-1, -0.5, -0.001, -0.0005, 0, 0.0005, 0.001, 0.01, 0.1, 0.125, 0.5, 1]) {
        const duration = Math.abs(limit + step);
        const event = RunnerInstalled({ timestamp: 1, flavor: "", duration });
        expect(encoded(event)).toBe(JSON.stringify(event));
      }
    }
  });

  it("returns the JSON when it does not fit with a byte to spare", () => {
    const event = RunnerInstalled({ timestamp: 1, flavor: "small", duration: 2.5 });
    const json = JSON.stringify(event);
    for (let room = 0; room <= json.length + 1; room++) {
      const small = Buffer.alloc(room, "?");
      const end = catalogue.encode(event, small, 0);
      expect(end).toBe(room > json.length ? json.length : json);
    }
  });

  it("leaves the bytes before the offset alone", () => {
    bytes.write("before", 0);
    encoded(RunnerInstalled({ timestamp: 1, flavor: "small", duration: 2.5 }), 6);
    expect(bytes.toString("utf8", 0, 7)).toBe("before{");
  });

  it("refuses what serialize refuses, with the same message", () => {
    const event = { timestamp: 1, event: "runner_installed", flavr: "small", duration: -1 };
    expect(() => encoded(event)).toThrow(InvalidEventError);
    expect(() => encoded({ event: "runner_exploded" })).toThrow(InvalidEventError);
  });
});
