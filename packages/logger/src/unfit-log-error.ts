import { CodedError } from "@metric-events/runtime";

/**
 * Why a path cannot be the log.
 *
 * - `not-a-file`: it names a directory, a FIFO, a socket or a block device.
 * - `not-appending`: the file is also open through a descriptor that would overwrite events.
 * - `not-trusted`: with the option `owner`: it is a link, or a file of somebody else.
 */
type UnfitLogCode = "not-a-file" | "not-appending" | "not-trusted";

/** The path names something that cannot be the log. The message is a clause about "it". */
export class UnfitLogError extends CodedError<UnfitLogCode> {
  override readonly name = "UnfitLogError";
}
