import { createHmac, timingSafeEqual } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../make-folder.js";
import { installFile } from "../replace-file.js";
import { cacheSecret } from "./cache-secret.js";
import type { TextStore } from "./text-store.js";

/** Far more than what the schemas of a team take. */
const maxCacheBytes = 64 * 1024 * 1024;
const mark = "metric-events cache 1";

/**
 * Texts that a project's files were found to mean, kept in `node_modules/.cache/metric-events`. All of it can be deleted at any time.
 *
 * Each text is signed with a secret of the user that is outside of the project. So a file that came with the project, from another user or
 * from another machine, counts as absent, and so does a damaged one: `node_modules` may be part of a stranger's pull request.
 */
export class ProjectCache implements TextStore {
  readonly #folder: string;
  readonly #secret: Uint8Array;

  private constructor(folder: string, secret: Uint8Array) {
    this.#folder = folder;
    this.#secret = secret;
  }

  /**
   * The cache of the project that a folder is in: that of the nearest `node_modules` upwards. `undefined` where there is none, where it
   * belongs to another user, or where the user has no home.
   */
  static of(folder: string): ProjectCache | undefined {
    try {
      const modules = nearestModules(realpathSync(folder));
      const secret = modules === undefined ? undefined : cacheSecret();
      if (modules === undefined || secret === undefined) return undefined;
      return new ProjectCache(join(modules, ".cache", "metric-events"), secret);
    } catch {
      return undefined;
    }
  }

  /** The text of a name; `undefined` if there is none that this user wrote. */
  read(name: string): string | undefined {
    try {
      this.#assertOwn();
      const content = readOwn(join(this.#folder, name));
      const [, signature, text] = /^metric-events cache 1 ([\da-f]{64})\n(.*)$/s.exec(content) ?? [];
      if (signature === undefined || text === undefined) return undefined;
      return timingSafeEqual(Buffer.from(signature, "hex"), this.#sign(name, text)) ? text : undefined;
    } catch {
      // What cannot be read is written again.
      return undefined;
    }
  }

  /** Keeps a text under a name, if that is possible: a full disk or a folder that cannot be written only makes the next run slower. */
  write(name: string, text: string): void {
    try {
      makeFolder(this.#folder, 0o700);
      this.#assertOwn();
      const content = `${mark} ${this.#sign(name, text).toString("hex")}\n${text}`;
      installFile(join(this.#folder, name), content, { mode: 0o600, ending: ".unfinished" });
    } catch {
      // See above.
    }
  }

  #sign(name: string, text: string): Buffer {
    return createHmac("sha256", this.#secret).update(`${name}\n`).update(text).digest();
  }

  /** @throws {Error} for a folder that another user can write, or that a link leads to. */
  #assertOwn(): void {
    if (realpathSync(this.#folder) !== this.#folder || !isOwn(lstatSync(this.#folder)))
      throw new Error(`${this.#folder} is not only this user's`);
  }
}

function nearestModules(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    const stats = lstatSync(modules, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return isOfUser(stats) ? modules : undefined;
    if (at === dirname(at)) return undefined;
  }
}

function isOfUser({ uid }: Stats): boolean {
  return uid === (process.geteuid?.() ?? uid);
}

/** Whether nobody but this user, and root, can change something. */
function isOwn(stats: Stats): boolean {
  return isOfUser(stats) && (stats.mode & 0o022) === 0;
}

/** @throws {Error} for a file that is not a regular one of this user, or is too large. */
function readOwn(path: string): string {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || !isOwn(stats) || stats.size > maxCacheBytes) throw new Error(`${path} is not trusted`);
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}
