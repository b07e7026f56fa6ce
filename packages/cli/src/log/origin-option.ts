import { Option } from "commander";
import { collect } from "../commands/parsers.js";

/** The flag of every command that tells hosts apart. */
export interface OriginFlags {
  readonly origin?: readonly string[];
}

/** Declares the flag of {@link OriginFlags}. */
export function originOption(): Option {
  return new Option(
    "--origin <rule>",
    "the host of a log, where its events do not name it: host={folder}, host={file}, host=<name>, or a pattern for paths such as '/logs/(?<host>[^/]+)/'; repeat it for more",
  ).argParser(collect);
}
