import { below, printedSeed, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { defaultLimits, SketchBudget } from "../../src/sketch/limits.js";
import { ObjectSketch, Sketch } from "../../src/sketch/sketch.js";
import { randomLog } from "../support/random-log.js";

/** All that a sketch says about its values, as plain data; the order of fields is not part of it. */
function summary(sketch: Sketch): object {
  const { seen, nulls, booleans, unknown, arrays, numbers, texts, elements, objects } = sketch;
  return {
    seen,
    nulls,
    booleans,
    unknown,
    arrays,
    numbers: numbers && [numbers.seen, numbers.integers, numbers.minimum, numbers.maximum, numbers.values?.size],
    texts: texts && [texts.seen, texts.formats, [...(texts.counts ?? [["many", 0]])].toSorted()],
    elements: elements && summary(elements),
    objects: objects && {
      seen: objects.seen,
      fields: [...objects.fields]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, field]) => [name, summary(field)]),
      others: objects.others && summary(objects.others),
    },
  };
}

function sketchOf(values: readonly unknown[], budget: SketchBudget = new SketchBudget()): Sketch {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value, budget, 0);
  return sketch;
}

it("joining two sketches is seeing the values of both, in either order", () => {
  const seed = printedSeed("joined sketches");
  const random = seededRandom(seed);
  const limits = { ...defaultLimits, fields: 5000 };
  for (let round = 0; round < 100; round++) {
    const values = randomLog(random, 2 + below(random, 20)).map((line) => JSON.parse(line) as unknown);
    const middle = below(random, values.length);
    const [first, second] = [values.slice(0, middle), values.slice(middle)];
    const joined = sketchOf(first, new SketchBudget(limits));
    joined.join(sketchOf(second, new SketchBudget(limits)), new SketchBudget(limits));
    const reversed = sketchOf(second, new SketchBudget(limits));
    reversed.join(sketchOf(first, new SketchBudget(limits)), new SketchBudget(limits));
    const whole = summary(sketchOf(values, new SketchBudget(limits)));
    expect({ seed, round, ...summary(joined) }).toEqual({ seed, round, ...whole });
    expect({ seed, round, ...summary(reversed) }).toEqual({ seed, round, ...whole });
  }
});

/** How many sketches hang together. */
function countSketches(sketch: Sketch): number {
  const { elements, objects } = sketch;
  const inner = [...(elements === undefined ? [] : [elements]), ...(objects?.fields.values() ?? [])];
  const others = objects?.others === undefined ? [] : [objects.others];
  return 1 + [...inner, ...others].reduce((sum, each) => sum + countSketches(each), 0);
}

it("what is held does not grow with a log whose names and texts are all different", () => {
  const limits = { ...defaultLimits, places: 300, texts: 500 };
  const budget = new SketchBudget(limits);
  const sketch = new Sketch();
  const sizes: number[] = [];
  for (let line = 0; line < 4000; line++) {
    const nested = Object.fromEntries(
      [0, 1, 2].map((index) => [`n${line}x${index}`, { deep: [`t${line}`], [`k${line}`]: index }]),
    );
    sketch.add({ text: `v${line}`, tag: `t${line % 300}`, nested, [`name${line}`]: [`t${line}`] }, budget, 0);
    if (line % 1000 === 999) sizes.push(countSketches(sketch));
    expect(budget.used.places).toBeLessThanOrEqual(limits.places);
    expect(budget.used.texts).toBeLessThanOrEqual(limits.texts);
  }
  const [, second = 0, , last] = sizes;
  expect(second).toBeGreaterThan(100);
  // Every object may have one sketch for all other fields beside its places.
  expect(second).toBeLessThanOrEqual(2 * limits.places + 1);
  expect(last).toBe(second);
});

it("an object with more fields than the limit keeps the usual ones", () => {
  const budget = new SketchBudget({ ...defaultLimits, fields: 20 });
  const objects = new ObjectSketch();
  for (let line = 0; line < 100; line++) objects.add({ usual: line, [`rare${line}`]: true, also: "x" }, budget, 0);
  expect(objects.order).toEqual(["usual", "also"]);
  expect(objects.fields.get("usual")?.seen).toBe(100);
  expect(objects.others).toMatchObject({ seen: 100, booleans: 100 });
});

it("fields are in an order that agrees with that of the lines", () => {
  const objects = new ObjectSketch();
  const budget = new SketchBudget();
  for (const line of [
    { a: 1, d: 1 },
    { a: 1, b: 1, d: 1 },
    { a: 1, b: 1, c: 1, d: 1 },
  ])
    objects.add(line, budget, 0);
  expect(objects.order).toEqual(["a", "b", "c", "d"]);
});
