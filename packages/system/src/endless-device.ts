import { statSync } from "node:fs";
import { isatty } from "node:tty";
import { statDescriptor } from "./stat-descriptor.js";

/** Why a device is not read as a file. */
export const endlessReason =
  "this is a device, which may have no end; name a file, or pipe what is wanted of it into -";

/** Whether a descriptor is of a device such as /dev/zero: not of a terminal, nor of /dev/null, which is empty. */
export function isEndlessDevice(descriptor: number): boolean {
  const stats = statDescriptor(descriptor);
  if (stats.isBlockDevice()) return true;
  if (!stats.isCharacterDevice() || isatty(descriptor)) return false;
  return stats.rdev !== statSync("/dev/null", { bigint: true, throwIfNoEntry: false })?.rdev;
}
