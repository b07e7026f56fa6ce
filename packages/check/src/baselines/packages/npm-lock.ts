import { posix } from "node:path";
import { membersOrNone } from "@metric-events/runtime";
import { parseBounded } from "@metric-events/schema";
import type { LockedPackage, LockFile } from "./lock-file.js";

/** package-lock.json and npm-shrinkwrap.json, as npm writes them since version 7: `packages` has each folder by its path. */
export class NpmLock implements LockFile {
  readonly #packages: Readonly<Record<string, unknown>>;

  constructor(text: string) {
    this.#packages = membersOrNone(membersOrNone(parseBounded(text))["packages"]);
  }

  keyOf(folder: string): string {
    return folder;
  }

  find(name: string, from: string): LockedPackage | undefined {
    for (let folder = from; ; folder = posix.dirname(folder)) {
      const above = folder === "." ? "" : folder;
      const key = posix.join(above, "node_modules", name);
      if (posix.basename(above) !== "node_modules" && Object.hasOwn(this.#packages, key)) return this.#entry(name, key);
      if (above === "") return undefined;
    }
  }

  #entry(name: string, key: string): LockedPackage | undefined {
    const { link, resolved, version, integrity, name: published } = membersOrNone(this.#packages[key]);
    if (link === true && typeof resolved === "string") {
      // A path from the root of the file system has no end above it.
      const folder = posix.join("./", resolved.replace(/^\/+/, ""));
      return { kind: "workspace", folder, key: folder };
    }
    // What came from git or a file may be another package than what the registry has by that name; only its hash could tell.
    const isElsewhere = typeof resolved === "string" && !/^https?:/.test(resolved);
    if (typeof version !== "string" || (isElsewhere && typeof integrity !== "string")) return undefined;
    return {
      kind: "published",
      name: typeof published === "string" ? published : name,
      version,
      integrity: typeof integrity === "string" ? integrity : undefined,
      key,
    };
  }
}
