/** Messages of a stream, from one sequence to another. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/** Bytes of a file. */
export type ByteRange = readonly [start: number, end: number];

/** Messages that are to be collected together. */
export interface CollectRange extends SequenceRange {
  /** The epoch in which their sequences count. */
  readonly epoch: number;
  /** Whether it ends a block: its files stay, and those of parts of the block go. */
  readonly isWhole: boolean;
}

/** What a lake has of a stream. */
export interface CollectedStream {
  /** Messages that become one set of files. */
  readonly blockSize: number;
  /** Grows when the stream is another one, or was set back: its sequences begin anew. */
  readonly epoch: number;
  /** When the stream was made. */
  readonly created: string;
  /** The last message that was collected, and its time, by which a stream is recognized. */
  readonly last: { readonly sequence: number; readonly time: string } | undefined;
  /** Ranges that the lake has, in whole blocks; neighbours are one. */
  readonly done: readonly SequenceRange[];
  /** Files of the block that is not full yet; they are replaced when it is. */
  readonly open: readonly OpenRange[];
}

/** A part of a block. */
export interface OpenRange extends SequenceRange {
  readonly lines: number;
  /** What was taken from it. */
  readonly taken: readonly Taken[];
}

interface Taken {
  /** Index into the files of the ledger. */
  readonly file: number;
  readonly range: ByteRange;
}

/** What a lake has of one file of a log, as shippers name it. */
export interface CollectedFile {
  readonly host: string;
  readonly log: string;
  readonly fingerprint: string;
  /** The number that shippers gave it, by epoch. */
  readonly numbers: readonly (readonly [epoch: number, number: number])[];
  /** In order; neighbours are one. */
  readonly ranges: readonly ByteRange[];
}
