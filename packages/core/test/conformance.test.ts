import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  catalogue,
  InvalidEventError,
  parseEvent,
  Reconciliation,
  RunnerInstalled,
  RunnerStart,
  RunnerStop,
} from "../src/index.js";

/** Recorded by running the original Python models; see the README beside the file. */
interface Vector {
  readonly constructor: string;
  readonly title: string;
  readonly fields: Record<string, unknown>;
  readonly line?: string;
  readonly error?: readonly string[];
  readonly filled?: readonly string[];
}

const constructors = new Map<string, unknown>(
  Object.entries({ Reconciliation, RunnerInstalled, RunnerStart, RunnerStop }),
);

const vectors = readFileSync(new URL("fixtures/vectors.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Vector);

function construct(vector: Vector): Record<string, unknown> & { timestamp: number; event: string } {
  const constructor = constructors.get(vector.constructor);
  if (typeof constructor !== "function") throw new Error(`no constructor ${vector.constructor}`);
  return constructor(vector.fields);
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("events of the original Python service", () => {
  it("covers every constructor and every way of judging", () => {
    expect(vectors).toHaveLength(232);
    expect(new Set(vectors.map((vector) => vector.constructor))).toEqual(new Set(constructors.keys()));
    for (const key of ["line", "error", "filled"] as const) {
      expect(vectors.some((vector) => vector[key] !== undefined)).toBe(true);
    }
  });

  for (const vector of vectors) {
    it(`${vector.constructor}: ${vector.title}`, () => {
      if (vector.error !== undefined) {
        const error = thrownBy(() => construct(vector));
        if (!(error instanceof InvalidEventError)) throw new Error("expected an InvalidEventError");
        expect(error.issues.map((issue) => issue.pointer.slice(1).replaceAll("/", "."))).toEqual(vector.error);
        return;
      }
      const event = construct(vector);
      if (vector.filled !== undefined) {
        for (const field of vector.filled) expect(event[field]).toBeTypeOf("number");
        expect(Math.abs(event.timestamp - Date.now() / 1000)).toBeLessThan(60);
        return;
      }
      if (vector.line === undefined) throw new Error("a vector must have line, error or filled");
      const written = JSON.parse(catalogue.serialize(event as never));
      const recorded = JSON.parse(vector.line);
      expect(written).toEqual(recorded);
      expect(Object.keys(written)).toEqual(Object.keys(recorded));
      expect(parseEvent(vector.line)).toEqual(recorded);
    });
  }
});
