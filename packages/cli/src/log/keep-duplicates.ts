import { Option } from "commander";

/** The flag of commands that count a repeated line once. */
export function keepDuplicatesOption(): Option {
  return new Option("--keep-duplicates", "count a repeated line each time (default: once)");
}
