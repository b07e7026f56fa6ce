/** How far a file of a log was shipped. Names and inode numbers change with each rotation; what is in the file stays. */
export interface FilePlace {
  /** Counts the files of the log in the order in which they were written, from 1: it tells files apart that begin with the same line. */
  readonly number: number;
  /** Of its first line. */
  readonly fingerprint: string;
  /** Bytes before the place, uncompressed. */
  readonly offset: number;
  /** Lines before the place. */
  readonly lines: number;
  /** Hash of the last 4 KiB before the place, or of all that is before it. */
  readonly mark: string;
}

/**
 * Where shipping goes on: the file that was begun last, and the one before it, to which a writer that holds it open may still append. The
 * oldest first.
 */
export type ShipPosition = readonly FilePlace[];

/** Where the lines of a log come from. */
export interface ShipOrigin {
  readonly host: string;
  /** The name of the log, without its folder: all files that were rotated away from it belong to it. */
  readonly log: string;
}

/** Whole lines of one file, which follow each other. */
export interface ShipBlock {
  readonly origin: ShipOrigin;
  /** The file: its number and the fingerprint of its first line. */
  readonly file: Pick<FilePlace, "number" | "fingerprint">;
  /** Where the first line begins and where the last one ends, in bytes of the uncompressed file. */
  readonly start: number;
  readonly end: number;
  /** Lines of the file before the first. */
  readonly linesBefore: number;
  readonly lineCount: number;
  /**
   * The bytes of the lines as they are in the file, with their newlines; only the last line of a file can lack one. Of a line that is too
   * long to be shipped, its beginning: then the bytes are fewer than from `start` to `end`.
   */
  readonly bytes: Uint8Array;
  /** Indexes of the lines that are not valid events, from 0. Blank lines are none of these. */
  readonly badLines: readonly number[];
  /** Where shipping goes on after the block. */
  readonly after: ShipPosition;
}
