import { schemaSetLimits } from "@metric-events/schema";
import { formatBytes } from "@metric-events/text";
import { CheckError } from "../check-error.js";

/** Far above what schemas need; a baseline beyond that is a mistake, or an attempt to exhaust the machine. */
export const limits = {
  ...schemaSetLimits,
  /** All that an archive unpacks to, including what is not a schema. */
  unpackedBytes: 256 * 1024 * 1024,
} as const;

/** Counts what is read of one baseline. */
export class Allowance {
  readonly #name: string;
  #files = 0;
  #bytes = 0;

  /** @param name The baseline, as messages call it. */
  constructor(name: string) {
    this.#name = name;
  }

  /** @throws {CheckError} when the baseline would become too large. */
  take(path: string, bytes: number): void {
    this.#files++;
    this.#bytes += bytes;
    if (this.#files > limits.files)
      throw tooLarge(this.#name, `more than ${limits.files.toLocaleString("en-US")} files`);
    if (bytes > limits.fileBytes)
      throw tooLarge(
        this.#name,
        `${path} with ${formatBytes(bytes)}; a file may have ${formatBytes(limits.fileBytes)}`,
      );
    if (this.#bytes > limits.totalBytes)
      throw tooLarge(this.#name, `more than ${formatBytes(limits.totalBytes)} of files, reached at ${path}`);
  }
}

export function tooLarge(name: string, what: string): CheckError {
  return new CheckError("too-large", `${name} is too large to be a set of schemas: it has ${what}`);
}
