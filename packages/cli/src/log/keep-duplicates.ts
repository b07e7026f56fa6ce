import { Option } from "commander";

/** The flag of commands that count a line which stands twice once. */
export function keepDuplicatesOption(): Option {
  return new Option("--keep-duplicates", "count a line that stands twice each time (default: once)");
}
