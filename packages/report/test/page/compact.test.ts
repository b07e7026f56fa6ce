import { seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { compact } from "../../src/page/compact.js";

const seed = Number(process.env["SEED"] ?? 4);

/** The points that a path of M, L, l, h, v and Z goes through; a command holds for all numbers up to the next. */
function pointsOf(path: string): readonly (readonly [number, number])[] {
  let [x, y] = [0, 0];
  return (path.match(/[MLlhvZ][^MLlhvZ]*/g) ?? []).flatMap((part) => {
    const numbers = (part.slice(1).match(/-?(?:\d+(?:\.\d+)?|\.\d+)/g) ?? []).map(Number);
    const isPair = /[MLl]/.test(part);
    const steps = isPair ? numbers.length / 2 : numbers.length;
    return Array.from({ length: steps }, (_, step) => {
      const [first = 0, second = 0] = isPair ? numbers.slice(2 * step, 2 * step + 2) : [numbers[step], 0];
      if (/[ML]/.test(part)) [x, y] = [0, 0];
      [x, y] = part.startsWith("v") ? [x, y + first] : [x + first, y + second];
      return [x, y] as const;
    });
  });
}

it(`a path goes through the same points, to a tenth of a pixel, however long it is (seed ${seed})`, () => {
  const random = seededRandom(seed);
  for (let round = 0; round < 20; round++) {
    let [x, y] = [random() * 600, random() * 200];
    const points = Array.from({ length: 500 }, () => {
      // As steps have it, mostly only one of the two changes.
      if (random() < 0.6) x += random();
      else y = random() * 200;
      return [x, y] as const;
    });
    const path = `M${points.map((point) => point.join(",")).join("L")}Z`;
    const svg = compact(`<path d="${path}" />`);
    const [, short = ""] = /d="([^"]*)"/.exec(svg) ?? [];
    expect(short.length).toBeLessThan(path.length / 3);
    const kept = pointsOf(short);
    let last = 0;
    for (const [wantedX, wantedY] of points) {
      const found = kept.findIndex(
        ([atX, atY], index) => index >= last && Math.abs(atX - wantedX) < 0.0501 && Math.abs(atY - wantedY) < 0.0501,
      );
      // Points that fall together are one.
      expect(found, `round ${round}`).not.toBe(-1);
      last = found;
    }
  }
});

it("other numbers are rounded, and texts are left alone", () => {
  expect(compact('<text x="1.2345" transform="translate(0.5,2.04)" y="0.32em">3.14159</text>')).toBe(
    '<text x="1.2" transform="translate(0.5,2)" y="0.3em">3.14159</text>',
  );
  expect(compact('<path d="M0.123,1C1.55,2.55,3,4,5.04,6" />')).toBe('<path d="M0.1,1C1.6,2.5,3,4,5,6"/>');
  expect(compact('<path d="M1,1L2,1L3,1L3.5,0.5L4,0.7L4,2Z" />')).toBe('<path d="M1,1h1,1l.5-.5,.5,.2v1.3Z"/>');
});
