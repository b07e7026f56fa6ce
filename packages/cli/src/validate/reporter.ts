import type { BadLine, Tally, UnreadLog } from "@metric-events/reader";
import type { Output } from "../output.js";
import { GithubReporter } from "./github-reporter.js";
import { JsonReporter } from "./json-reporter.js";
import { TextReporter } from "./text-reporter.js";

/** Prints what `validate` finds while it goes on, and a summary at the end. */
export interface Reporter {
  badLine(bad: BadLine): Promise<void>;
  unread(log: UnreadLog): Promise<void>;
  summary(tally: Tally): Promise<void>;
}

export const formats = ["text", "json", "github"] as const;

export type Format = (typeof formats)[number];

export function createReporter(format: Format, output: Output): Reporter {
  switch (format) {
    case "text":
      return new TextReporter(output);
    case "json":
      return new JsonReporter(output);
    case "github":
      return new GithubReporter(output);
    default:
      return format satisfies never;
  }
}
