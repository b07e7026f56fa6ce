import * as runtime from "@metric-events/runtime";
import { describe, expect, it } from "vitest";
import { compileFiles } from "./compile-files.js";
import { otherValidators } from "./other-validators.js";
import { Random } from "./random.js";
import { randomEvent, randomValue } from "./random-instance.js";
import { randomSchemaFiles } from "./random-schema.js";

// Random schemas of one event each, out of everything that the meta-schema allows. What is generated from them has to agree with two
// validators that are not ours, and the functions that are generated with each other. `FUZZ_SECONDS` looks longer, `SEED` replays.

const seed = Number(process.env["SEED"] ?? 20_261_128);
const seconds = Number(process.env["FUZZ_SECONDS"] ?? 8);
const eventsPerSchema = 30;
/** So many in any case, however slow the machine is: what is asked of the events holds on average. */
const fewestSchemas = 25;

type AnyEvent = Record<string, unknown>;

function outcome(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof runtime.InvalidEventError) return "refused";
    throw error;
  }
}

const bytes = Buffer.alloc(4096);

/** What the generated functions do wrong with one event, or the line that the scanner judges wrongly; undefined if they agree. */
function contradiction(definition: runtime.EventType, event: AnyEvent, random: Random): string | undefined {
  const [isWritable, isReadable] = [definition.isWritable(event), definition.isReadable(event)];
  if (isWritable && !isReadable) return "the writer accepts what the reader refuses";
  for (const [contract, isValid] of [
    ["writer", isWritable],
    ["reader", isReadable],
  ] as const) {
    if ((definition.check(event, contract).length === 0) !== isValid)
      return `the ${contract} guard and check() disagree`;
  }
  const line = outcome(() => definition.serialize(event as never));
  if ((line !== "refused") !== isWritable) return "serialize() and the writer guard disagree";
  if (isWritable && !isSame(JSON.parse(line), event)) return `serialize() writes something else: ${line}`;
  const encoded = outcome(() => {
    const end = definition.encode(event as never, bytes, 0);
    return typeof end === "string" ? end : bytes.toString("utf8", 0, end);
  });
  if (encoded !== line) return `encode() and serialize() disagree: ${encoded}`;
  const made = outcome(() => definition.serialize(definition(event as never)));
  if (isWritable && !hasNull(event) && made !== line) return `the constructor makes something else: ${made}`;
  const lines = [line, JSON.stringify(event)];
  return [...lines, ...lines.map((text) => damaged(text, random))].find((text) => scansWrongly(definition, text));
}

/** Whether the scanner accepts a line that is not JSON, or not a valid event. */
function scansWrongly(definition: runtime.EventType, text: string): boolean {
  if (!scans(definition, text)) return false;
  try {
    return !definition.isWritable(JSON.parse(text));
  } catch {
    return true;
  }
}

const characters = [...'"{}[]:,0159-.eax\\é '] as [string, ...string[]];

/** A line with one character more, less, or another. */
function damaged(line: string, random: Random): string {
  const at = random.below(line.length);
  return `${line.slice(0, at)}${random.pick(["", ...characters])}${line.slice(at + random.below(2))}`;
}

function scans({ scanner }: runtime.EventType, text: string): boolean {
  if (scanner === undefined) return false;
  const scan = new runtime.Scan(scanner.fields.length);
  const line = Buffer.from(`${text}\n`);
  scan.reset(line);
  return scanner.scan(scan, 0) === line.length - 1;
}

/** Whether two JSON values are equal, whatever the order of names. */
function isSame(left: unknown, right: unknown): boolean {
  return runtime.equalJson(left, right);
}

/** To the constructor, null is nothing. */
function hasNull(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null;
  return Object.values(value).some(hasNull);
}

/** Seeds of schemas that once failed. */
const failedSeeds = [20_261_173, 20_269_073];

describe(`generated code agrees with two other validators (seed ${seed})`, () => {
  it(`on random schemas and events, for ${seconds} s`, { timeout: (seconds + 240) * 1000 }, async () => {
    const end = performance.now() + seconds * 1000;
    const seen = { schemas: 0, readable: 0, unreadable: 0, writable: 0, undecided: 0, scanned: 0 };
    for (let index = 0; index < fewestSchemas || performance.now() < end; index++) {
      const schemaSeed = failedSeeds[index] ?? seed + index;
      const random = new Random(schemaSeed);
      const files = randomSchemaFiles(random);
      const { definition, reader, writer, schema, lookup } = compileFiles(files);
      const [judgeReader, judgeWriter] = [await otherValidators(reader), await otherValidators(writer)];
      seen.schemas++;
      for (let count = 0; count < eventsPerSchema; count++) {
        const event = randomEvent(random, schema, lookup);
        const problem = contradiction(definition, event, random);
        const judgements = [
          ["reader", judgeReader(event), definition.isReadable(event)],
          ["writer", judgeWriter(event), definition.isWritable(event)],
        ] as const;
        for (const [contract, expected, received] of judgements) {
          if (expected === undefined) seen.undecided++;
          else if (expected !== received) {
            expect({ seed: schemaSeed, files, contract, event, isValid: received }).toEqual({ isValid: expected });
          }
        }
        if (problem !== undefined) expect({ seed: schemaSeed, files, event, problem }).toEqual({});
        seen[definition.isReadable(event) ? "readable" : "unreadable"]++;
        if (definition.isWritable(event)) seen.writable++;
        if (scans(definition, JSON.stringify(event))) seen.scanned++;
        // No value at all makes a generated function throw.
        const value = randomValue(random) as never;
        for (const contract of ["writer", "reader"] as const) definition.check(value, contract);
        outcome(() => definition.serialize(value));
      }
    }
    console.info(JSON.stringify(seen));
    for (const kind of ["readable", "unreadable", "writable"] as const)
      expect(seen[kind]).toBeGreaterThan(seen.schemas);
    expect(seen.undecided).toBeLessThan(seen.readable / 10);
  });
});
