import type { Ledger } from "./ledger.js";
import type { LakeManifest } from "./manifest.js";

// LakeManifest and ledger as JSON. Both may come from anywhere, so everything that is read is checked.

/** The version of the layout that this program writes. */
export const layoutVersion = 1;

const hash = /^[\da-f]+$/;
const day = /^-?\d{4,}-\d{2}-\d{2}$/;
/** Never leads out of the lake: no folder begins with a dot, and no part is empty. */
const partPath = /^(?:[^./\\][^/\\]*\/)+[^./\\][^/\\]*\.parquet$/;
/** As {@link ledgerName} makes it. */
const ledgerPath = /^ledger-\d{8,}\.json$/;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isCount: Check = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isNumber: Check = (value) => typeof value === "number";
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((each) => check(each));
const objectOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(checks).every(([name, check]) => check(Reflect.get(value, name)));

const isColumn: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(isText);
const badPart = { path: matches(partPath), rows: isCount, bytes: isCount, schema: isCount, tail: optional(isCount) };
const part = {
  ...badPart,
  event: isText,
  day: optional(matches(day)),
  host: optional(isText),
  first: optional(isNumber),
  last: optional(isNumber),
};
const isRange = objectOf({ from: isCount, to: isCount });
const isBytes: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(isCount);
const isCollected = objectOf({
  blockSize: isCount,
  epoch: isCount,
  created: isText,
  last: optional(objectOf({ sequence: isCount, time: isText })),
  done: listOf(isRange),
  open: listOf(
    objectOf({
      from: isCount,
      to: isCount,
      lines: isCount,
      taken: listOf(objectOf({ file: isCount, range: isBytes })),
    }),
  ),
});
const isManifestShape = objectOf({
  generation: isCount,
  ledger: optional(matches(ledgerPath)),
  lines: isCount,
  schemas: listOf(listOf(isColumn)),
  parts: listOf(objectOf(part)),
  badLines: listOf(objectOf(badPart)),
  unknown: optional(listOf(objectOf(badPart))),
  collected: optional(isCollected),
});

/** Whether a value that was read is a manifest: one whose paths stay in the lake, and whose numbers lead somewhere. */
export function isManifest(value: unknown): value is LakeManifest {
  if (!isManifestShape(value)) return false;
  const { parts, badLines, unknown = [], schemas } = value as LakeManifest;
  return [...parts, ...badLines, ...unknown].every(({ schema }) => schema < schemas.length);
}

const isPrefix = objectOf({ bytes: isCount, hash: matches(hash) });
const isKnownLog = objectOf({
  host: isText,
  name: isText,
  bytes: isCount,
  lines: isCount,
  hash: matches(hash),
  marks: listOf(isPrefix),
  tail: optional(isPrefix),
  packed: optional(listOf(matches(hash))),
});

const isCollectedFile = objectOf({
  host: isText,
  log: isText,
  fingerprint: matches(hash),
  numbers: listOf(isBytes),
  ranges: listOf(isBytes),
});

export function isLedger(value: unknown): value is Ledger {
  return objectOf({ logs: listOf(isKnownLog), collected: optional(listOf(isCollectedFile)) })(value);
}
