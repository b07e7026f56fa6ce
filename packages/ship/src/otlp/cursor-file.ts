import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { tooDeepAt } from "@metric-events/runtime";
import { errorInWords, makeFolder, readTextFile, replaceFile } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import { readPosition } from "../source/read-position.js";
import type { ShipOrigin, ShipPosition } from "../source/ship-position.js";

/** How long the file may be behind. After a kill, what was sent since then is sent again. */
const maxLagMs = 500;
const format = 1;

/** How far a log was sent to a destination that does not remember it: a file that is replaced as a whole, and synced. */
export class CursorFile {
  readonly path: string;
  readonly #about: { readonly to: string } & ShipOrigin;
  #pending: ShipPosition | undefined;
  #timer: NodeJS.Timeout | undefined;
  #savedAt = Number.NEGATIVE_INFINITY;
  #failure: unknown;

  /** @param to the destination, without secrets: each has a cursor of its own. */
  constructor(folder: string, to: string, origin: ShipOrigin) {
    this.#about = { to, host: origin.host, log: origin.log };
    const digest = createHash("sha256").update(JSON.stringify(this.#about)).digest("hex").slice(0, 16);
    this.path = join(folder, `ship-${digest}.json`);
  }

  /**
   * The position that was saved last; `undefined` if none was.
   *
   * @throws {ShipError} `unusable-state`.
   */
  read(): ShipPosition | undefined {
    try {
      makeFolder(dirname(this.path));
    } catch (error) {
      throw this.#unusable(errorInWords(error));
    }
    let text: string;
    try {
      text = readTextFile(this.path);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw this.#unusable(errorInWords(error));
    }
    const position = positionIn(text);
    if (position === undefined)
      throw this.#unusable("it does not hold a position; remove it to send the log from its start");
    return position;
  }

  /** Remembers a position, which is in the file half a second later. */
  advance(position: ShipPosition): void {
    this.#throwFailure();
    this.#pending = position;
    const wait = this.#savedAt + maxLagMs - performance.now();
    if (wait <= 0) this.#save();
    else this.#timer ??= setTimeout(() => this.#saveLater(), wait);
  }

  /**
   * Writes a position at once.
   *
   * @throws {ShipError} `unusable-state`.
   */
  save(position: ShipPosition): void {
    this.#pending = position;
    this.#save();
  }

  /** Saves what is left. */
  close(): void {
    this.#throwFailure();
    this.#save();
  }

  #saveLater(): void {
    try {
      this.#save();
    } catch (error) {
      this.#failure = error;
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  /** Writes the position that is not in the file yet, if there is one. */
  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending === undefined) return;
    const state = { format, ...this.#about, position: this.#pending };
    try {
      replaceFile(this.path, `${JSON.stringify(state, undefined, 2)}\n`);
    } catch (error) {
      throw this.#unusable(errorInWords(error));
    }
    this.#pending = undefined;
    this.#savedAt = performance.now();
  }

  #unusable(reason: string): ShipError {
    return new ShipError(
      "unusable-state",
      `${printable(this.path)}: cannot remember how far the log was sent: ${reason}. METRICS_SHIP_STATE names another folder for it`,
    );
  }
}

/**
 * The folder of cursors: `METRICS_SHIP_STATE`, else that of a systemd service, else that of the user (XDG Base Directory specification).
 */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, cwd: string): string {
  const said = env["METRICS_SHIP_STATE"];
  if (said !== undefined && said !== "") return resolve(cwd, said);
  const [service] = env["STATE_DIRECTORY"]?.split(":") ?? [];
  if (service !== undefined && service !== "") return resolve(cwd, service);
  const base = env["XDG_STATE_HOME"];
  const home = env["HOME"] ?? homedir();
  return join(base !== undefined && base.startsWith("/") ? base : join(home, ".local", "state"), "metric-events");
}

/** Levels of a cursor: the object, the list of places, a place. */
const maxDepth = 4;

function positionIn(text: string): ShipPosition | undefined {
  if (tooDeepAt(text, maxDepth) !== undefined) return undefined;
  try {
    const state = JSON.parse(text) as { readonly format?: unknown; readonly position?: unknown };
    return state.format === format ? readPosition(state.position) : undefined;
  } catch {
    return undefined;
  }
}
