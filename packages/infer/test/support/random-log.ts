import { below } from "@metric-events/test-support";

type Random = () => number;
type Make = () => unknown;

const names = [
  "flavor",
  "size_bytes",
  "durationMs",
  "elapsed",
  "retries",
  "__proto__",
  "constructor",
  "toString",
  "0",
  "17",
  "a/b~c",
  "ünï code",
  "",
  "user@example.com",
  "3f2504e0-4f89-11d3-9a0c-0305e82cb7a1",
  "other",
  "type",
  "properties",
  "required",
  "\u001b[31m",
  "items",
  "level",
  "nul\0name",
  "nul",
  "half \ud800 of a pair",
];

const events = [
  "order_placed",
  "Order Placed",
  "order.placed",
  "index",
  "compiled",
  "404",
  "日本",
  "event",
  "a1",
  "a_1",
  "__proto__",
];

/** Lines of events whose fields have types of their own, sometimes several, and whose names are odd. */
export function randomLog(random: Random, lines: number): string[] {
  const pick = <T>(list: readonly T[]): T => list[below(random, list.length)] as T;
  const makers = new Map<string, Make>();
  const chosen = Array.from({ length: 1 + below(random, 4) }, () => pick(events));
  return Array.from({ length: lines }, (_, index) => {
    const event = pick(chosen);
    let make = makers.get(event);
    if (make === undefined) makers.set(event, (make = objectMaker(random, 0)));
    const fields = Object.entries(make() as object).filter(([name]) => name !== "event" && name !== "timestamp");
    return JSON.stringify(Object.fromEntries([["timestamp", index], ["event", event], ...fields]));
  });
}

/** Makes values that are alike. */
function maker(random: Random, depth: number): Make {
  const kinds: readonly (() => Make)[] = [
    () => () => below(random, 100) - 10,
    () => () => Math.round(random() * 1e6) / 1000,
    () => () => random() * 10 ** (below(random, 600) - 300),
    () => () => ["low", "middle", "high"][below(random, 3)],
    () => () => `text ${below(random, 1000)} \u202e\u0000`,
    () => () => random() < 0.5,
    () => () => null,
    () => () => new Date(1.7e12 + below(random, 1e9)).toISOString(),
    () => () => 1_719_900_000 + below(random, 1000),
    () => arrayMaker(random, depth + 1),
    () => objectMaker(random, depth + 1),
    () => mapMaker(random, depth + 1),
    () => unionMaker(random, depth + 1),
    () => deepMaker(random),
    () => wideMaker(random),
    () => mixed(maker(random, depth + 1), maker(random, depth + 1), random),
  ];
  const simple = 9;
  const kind = kinds[below(random, depth > 2 ? simple : kinds.length)];
  return kind?.() ?? (() => 0);
}

function mixed(one: Make, other: Make, random: Random): Make {
  return () => (random() < 0.7 ? one() : other());
}

function objectMaker(random: Random, depth: number): Make {
  const fields = Array.from({ length: below(random, 7) }, () => ({
    name: names[below(random, names.length)] ?? "x",
    make: maker(random, depth),
    share: random() < 0.5 ? 1 : random(),
  }));
  return () =>
    Object.fromEntries(fields.filter(({ share }) => random() < share).map(({ name, make }) => [name, make()]));
}

function arrayMaker(random: Random, depth: number): Make {
  const make = maker(random, depth);
  return () => Array.from({ length: below(random, 4) }, make);
}

function mapMaker(random: Random, depth: number): Make {
  const make = maker(random, depth);
  return () => Object.fromEntries(Array.from({ length: below(random, 4) }, () => [`u_${below(random, 500)}`, make()]));
}

/** A tag, and fields that depend on it. */
function unionMaker(random: Random, depth: number): Make {
  const variants = ["card", "iban", "cash"].map((method) => ({ method, make: maker(random, depth) }));
  return () => {
    const { method, make } = variants[below(random, variants.length)] ?? { method: "none", make: () => 0 };
    return { method, [`by_${method}`]: make(), ...(random() < 0.3 ? { note: "x" } : {}) };
  };
}

function deepMaker(random: Random): Make {
  return () => {
    let value: unknown = 1;
    for (let level = below(random, 60); level > 0; level--) value = level % 2 === 0 ? [value] : { value };
    return value;
  };
}

function wideMaker(random: Random): Make {
  return () =>
    random() < 0.1
      ? Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`w${below(random, 5000)}${index}`, index]))
      : { usual: 1 };
}
