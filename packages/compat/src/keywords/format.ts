import { formatPatterns } from "../language/formats.js";
import type { Keyword } from "./keyword.js";

/** An annotation, unless the caller asks for an assertion: then the language of the format, where that is regular. */
export const format: Keyword = {
  name: "format",
  compile(value, { pool, pattern, isFormatAsserted, opaque }) {
    if (!isFormatAsserted) return pool.anything;
    if (typeof value !== "string") return opaque("invalid-keyword");
    const source = Object.hasOwn(formatPatterns, value) ? formatPatterns[value] : undefined;
    return source === undefined ? opaque("unsupported-format", value) : pattern(source);
  },
};
