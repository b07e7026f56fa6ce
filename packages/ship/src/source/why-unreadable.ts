import { open, stat } from "node:fs/promises";
import { isSystemError, systemReason } from "@metric-events/system";

interface UnreadableReason {
  readonly text: string;
  /** Whether there is no such file: it may come. */
  readonly isMissing: boolean;
}

/** Why a log could not be opened; `undefined` if it can be now. */
export async function whyUnreadable(path: string): Promise<UnreadableReason | undefined> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { text: "this is a directory; name a log in it", isMissing: false };
    if (!stats.isFile()) return { text: "this is not a regular file", isMissing: false };
    await (await open(path, "r")).close();
    return undefined;
  } catch (error) {
    return { text: systemReason(error), isMissing: isSystemError(error) && error.code === "ENOENT" };
  }
}
