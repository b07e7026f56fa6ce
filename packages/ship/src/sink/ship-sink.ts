import type { Catalogue } from "@metric-events/runtime";
import type { CutLimits } from "../source/line-cutter.js";
import type { ShipBlock, ShipOrigin, ShipPosition } from "../source/ship-position.js";

/** Where the blocks of one log go. Blocks come one after the other, in the order of the lines. */
export interface ShipSink {
  /** Whether it takes names of hosts that are no parts of subjects of JetStream, such as `build-7.example.com`. */
  readonly takesAnyHost?: boolean;
  /** How large blocks may be, where that is not as for others. */
  readonly limits?: CutLimits;
  /**
   * Connects, and says how far the destination has the log; `undefined` for one of which it has nothing. Called again after a block that was
   * not taken.
   *
   * @throws {ShipError}
   */
  open(origin: ShipOrigin): Promise<ShipPosition | undefined>;
  /**
   * Resolves once the destination has the block: as long as it does not, nothing more is read. Tries again for as long as that may help
   * and the signal does not abort, whose reason it then throws.
   *
   * @returns whether the block was taken. If not, the destination has another position than the one that `open` or the last block said,
   *   because somebody else ships the same log.
   * @throws {ShipError}
   */
  send(block: ShipBlock): Promise<boolean>;
  close(): Promise<void>;
}

/** What a sink gets to begin with. */
export interface SinkOptions {
  /** The URL as the user wrote it; its scheme chose the sink. */
  readonly to: string;
  /** Credentials and such; never a part of the URL. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base of relative paths. */
  readonly cwd: string;
  readonly catalogue: Catalogue;
  /** Whether to give up after a while, since somebody waits for the end. */
  readonly once: boolean;
  /** How long that is, if it is not half a minute. */
  readonly patienceMs?: number | undefined;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  /** Called with what people should know and nothing can be done about here: a server that is away, single lines that were refused. */
  readonly onNotice: (text: string) => Promise<void> | void;
  /** Counts what only the sink sees. */
  readonly counts: { retries: number; duplicates: number; refused: number };
}

/** Makes the sink of one log. */
export type ShipSinkFactory = (options: SinkOptions) => ShipSink;
