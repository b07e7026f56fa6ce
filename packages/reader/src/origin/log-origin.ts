import { basename, dirname, join } from "node:path";
import type { LogFile, LogOrigin } from "../read/log-file.js";
import { familyPath } from "./family-path.js";
import { hostFolder } from "./host-folder.js";

/** Where an event comes from: all events of one origin were written to one log of one host. */
export interface EventOrigin extends LogOrigin {
  /** The same text for events of the same origin. */
  readonly key: string;
}

/**
 * The origin of an event that stood in a log.
 *
 * @param host what the event says itself; `undefined` if it says nothing.
 */
export function originOfEvent(host: string | undefined, log: LogOrigin): EventOrigin {
  const known = host ?? log.host;
  return { host: known, log: log.log, logName: log.logName, key: originKey(known, log.log) };
}

/** The origin of a log, for logs that do not say it: the host is not known, and the path says which log it is. */
export function originOfLog({ name, path, origin }: LogFile): LogOrigin {
  return origin ?? originOfPath(name, path, undefined, () => false);
}

/** The host that the path of a log names; `log` is the path of the log that it was rotated away from. */
export type HostOf = (path: string, log: string) => string | undefined;

/**
 * A log with its origin.
 *
 * @param hostOf the host that a path names, where no folder called `host=…` does.
 * @param isThere whether a path names a file.
 */
export function withOrigin<Log extends LogFile>(
  log: Log,
  hostOf: HostOf | undefined,
  isThere: (path: string) => boolean,
): Log {
  return { ...log, origin: originOfPath(log.name, log.path, hostOf, isThere) };
}

function originOfPath(
  name: string,
  path: string | undefined,
  hostOf: HostOf | undefined,
  isThere: (path: string) => boolean,
): LogOrigin {
  if (path === undefined) return { host: hostOf?.(name, name), log: name, logName: name };
  const log = familyPath(path, isThere);
  return { host: hostFolder(path) ?? hostOf?.(path, log), log, logName: join(dirname(name), basename(log)) };
}

/**
 * Logs of one host may lie in several folders: the current ones here, older ones in an archive. So where the host is known, the name of
 * the log says which log of that host it is; elsewhere, its whole path does.
 */
function originKey(host: string | undefined, log: string): string {
  return host === undefined ? JSON.stringify([log]) : JSON.stringify([host, basename(log)]);
}
