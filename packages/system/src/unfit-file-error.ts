/** A file that is not read, whatever it holds: it is not a regular file, is too large, or is not text. */
export class UnfitFileError extends Error {
  override readonly name = "UnfitFileError";
  readonly path: string;
  /** A clause about "it": `it is not a regular file`. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}
