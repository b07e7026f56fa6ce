import { joinPointer, pointerTokens } from "@metric-events/runtime";
import { below, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { locate } from "../../src/line/locate.js";
import { TextPlaces } from "../../src/line/places.js";

it("a value is found where its pointer leads; what is missing, at the object that should have it", () => {
  const text = ' {"a/b":[1,{"~":true}],"c":{"d":1},"c":{"e":2}}';
  const pointers = ["", "/a~1b", "/a~1b/1", "/a~1b/1/~0", "/c/d", "/c/e", "/x", "/a~1b/7"];
  const places = new TextPlaces(pointers);
  locate(text, places, false);
  const found = pointers.map((pointer) => [places.indexOf(pointer, "name"), places.indexOf(pointer, "value")]);
  expect(found).toEqual([
    [1, 1],
    [2, 8],
    [11, 11],
    [12, 16],
    [39, 39],
    [40, 44],
    [1, 1],
    [8, 8],
  ]);
});

const seed = Number(process.env["SEED"] ?? 20_261_128);

it.each([
  [0, false],
  [2, false],
  [0, true],
  [2, true],
])("every value of random JSON is found, indented by %i (all is read: %s)", (indent, isUnambiguous) => {
  const random = seededRandom(seed);
  let found = 0;
  for (let round = 0; round < 2000; round++) {
    const value = randomValue(random, 4);
    const text = JSON.stringify(value, null, indent);
    const all = pointersIn(value, "");
    const pointers = all.filter(() => random() < 0.5);
    const places = new TextPlaces(pointers);
    locate(text, places, isUnambiguous);
    for (const pointer of pointers) {
      const at = places.indexOf(pointer, "value");
      const expected = JSON.stringify(memberAt(value, pointer), null, indent);
      const rest = text.slice(at).replaceAll(/\n */g, "");
      const why = `seed ${seed}, round ${round}: ${pointer} in ${text}`;
      expect(rest.startsWith(expected.replaceAll(/\n */g, "")), why).toBe(true);
      const name = pointerTokens(pointer).at(-1) ?? "";
      const before = text.slice(places.indexOf(pointer, "name"), at);
      if (before !== "") expect(before.trimEnd(), why).toBe(`${JSON.stringify(name)}:`);
      found++;
    }
  }
  expect(found).toBeGreaterThan(2000);
});

function randomValue(random: () => number, depth: number): unknown {
  const texts = ["", 'a"}', "\\", '\\"', "[{", "ä🚀", "x\ty", "a/b~c"];
  const text = (): string => texts[below(random, texts.length)] ?? "";
  switch (below(random, depth === 0 ? 3 : 5)) {
    case 0:
      return text();
    case 1:
      return below(random, 100) / 4;
    case 2:
      return random() < 0.5 ? null : true;
    case 3:
      return Array.from({ length: below(random, 4) }, () => randomValue(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: below(random, 4) }, () => [text(), randomValue(random, depth - 1)]),
      );
  }
}

function pointersIn(value: unknown, pointer: string): string[] {
  if (typeof value !== "object" || value === null) return [pointer];
  const members = Object.entries(value);
  return [pointer, ...members.flatMap(([name, member]) => pointersIn(member, joinPointer(pointer, name)))];
}

function memberAt(value: unknown, pointer: string): unknown {
  return pointerTokens(pointer).reduce<unknown>((at, token) => Reflect.get(at as object, token), value);
}
