import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalItems, equalJson } from "../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);

const name = fc.constantFrom("a", "b", "__proto__", "constructor");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(0, -0, 1, 1.5, "0", "1", "null", "[]", "{}", "__proto__", null, true, false),
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(name, tie("value")), { maxLength: 3, selector: ([each]) => each })
      .map((entries) =>
        JSON.parse(`{${entries.map(([each, of]) => `${JSON.stringify(each)}:${JSON.stringify(of)}`)}}`),
      ),
  ),
}));

function deep(end: unknown): unknown {
  return Array.from({ length: 100_000 }).reduce((within) => [within], end);
}

describe(`elements that are equal (seed ${seed})`, () => {
  it("are those that are the same JSON", () => {
    const seen = { equal: 0, different: 0 };
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.boolean(), (array, isDoubled) => {
        const items = isDoubled ? [...array, ...structuredClone(array.slice(0, 1))] : array;
        const pairs = items.flatMap((item, i) => items.slice(0, i).map((other, j) => [i, j, equalJson(item, other)]));
        const expected = pairs.some(([, , isEqual]) => isEqual);
        const found = equalItems(items);
        seen[found === undefined ? "different" : "equal"]++;
        expect(found !== undefined).toBe(expected);
        if (found !== undefined) expect(pairs).toContainEqual([found.j, found.i, true]);
      }),
      { seed, numRuns: 3000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
  });

  it("are found in many elements, and in deep ones", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    expect(equalItems(many)).toBeUndefined();
    expect(equalItems([...many, { index: 7 }])).toEqual({ i: 7, j: 100_000 });
    expect(equalItems([deep(1), deep(2)])).toBeUndefined();
    expect(equalItems([deep(1), deep(1)])).toEqual({ i: 0, j: 1 });
  });
});
