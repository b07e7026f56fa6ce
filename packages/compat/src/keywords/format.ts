import type { Formula } from "../algebra/formula.js";
import type { Pool } from "../algebra/pool.js";
import { everyType, typeBits } from "../json/types.js";
import { foreignFormats, formatLanguage } from "../language/formats.js";
import type { KeywordCompiler, KeywordContext } from "./keyword.js";

/**
 * An annotation, unless the caller asks for an assertion. Where a format is known only from both sides, the strings in between are an
 * unknown set, but the same one wherever the format is named.
 */
export const format: KeywordCompiler = {
  name: "format",
  compile(value, context) {
    const { pool, isFormatAsserted, opaque } = context;
    if (!isFormatAsserted) return pool.anything;
    if (typeof value !== "string") return opaque("invalid-keyword");
    return compileFormat(value, context);
  },
};

/** Whole numbers as OpenAPI has them; all other formats are ignored, as validators do. */
function numericFormat(name: string, pool: Pool): Formula {
  if (name !== "int32" && name !== "int64") return pool.anything;
  const isWhole = pool.types(everyType & ~typeBits.fraction);
  const bits = name === "int32" ? 31 : 63;
  return pool.all([isWhole, pool.bound("min", -(2 ** bits), false), pool.bound("max", 2 ** bits, true)]);
}

function compileFormat(name: string, { pool, pattern, atom }: KeywordContext): Formula {
  const language = formatLanguage(name);
  const unknown = (): Formula => atom(`format ${name}`, "unsupported-format", name);
  if (foreignFormats.has(name)) return unknown();
  if (language === undefined) return numericFormat(name, pool);
  const { pleasant, inner, outer, certainLength, maxLength } = language;
  const upTo = (length: number | undefined): Formula =>
    length === undefined ? pool.anything : pool.size("string", "max", length);
  // Alternatives are tried in the order in which they were made.
  const certain = [
    ...(pleasant === undefined ? [] : [pattern(pleasant)]),
    pool.all([pattern(inner), upTo(certainLength)]),
  ];
  const all = pool.any(inner === outer ? certain : [...certain, pool.all([pattern(outer), unknown()])]);
  return pool.all([all, upTo(maxLength)]);
}
