// The build replaces this module by to-regex-range itself.
import toRegexRange from "to-regex-range";

export { toRegexRange };
