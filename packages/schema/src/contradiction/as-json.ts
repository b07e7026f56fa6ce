import type { Json } from "@metric-events/compat";
import type { Schema } from "../schema-types.js";

/** A schema of this package as compat's type. It is JSON, since the files were parsed from JSON. */
export function asJson(schema: Schema): Json {
  return schema as Json;
}
