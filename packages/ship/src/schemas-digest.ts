import { createHash } from "node:crypto";
import type { Catalogue } from "@metric-events/runtime";

const digestLength = 16;

/** Which schemas a catalogue was made of: the same text for the same events and fields. */
export function schemasDigest({ definitions }: Catalogue): string {
  const described = definitions.map(({ eventName, fields }) => [eventName, fields]);
  return createHash("sha256").update(JSON.stringify(described)).digest("hex").slice(0, digestLength);
}
