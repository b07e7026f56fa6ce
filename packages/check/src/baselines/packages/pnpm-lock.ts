import { posix } from "node:path";
import { type Indented, parseIndented } from "./indented.js";
import type { LockedPackage, LockFile } from "./lock-file.js";

const none: ReadonlyMap<string, Indented> = new Map();
const dependencyKeys = ["dependencies", "devDependencies", "optionalDependencies"] as const;
const importerMark = "importer ";

/** pnpm-lock.yaml, of lockfileVersion 6 and later: `importers` are the packages of the workspace, `snapshots` (once `packages`) the installed ones. */
export class PnpmLock implements LockFile {
  readonly #top: ReadonlyMap<string, Indented>;

  constructor(text: string) {
    this.#top = parseIndented(text);
  }

  keyOf(folder: string): string {
    return importerMark + folder;
  }

  find(name: string, from: string): LockedPackage | undefined {
    const folder = from.startsWith(importerMark) ? from.slice(importerMark.length) : undefined;
    const found = this.#listed(
      name,
      folder === undefined ? this.#snapshot(from) : this.#importer(folder),
      folder ?? "",
    );
    // As Node does, which looks into each node_modules on the way up.
    return found === undefined && folder !== undefined && folder !== ""
      ? this.find(name, this.keyOf(above(folder)))
      : found;
  }

  #listed(name: string, lists: ReadonlyMap<string, Indented>, folder: string): LockedPackage | undefined {
    for (const key of dependencyKeys) {
      const entry = lists.get(key)?.below.get(name);
      if (entry !== undefined) return this.#package(name, entry.below.get("version")?.value ?? entry.value, folder);
    }
    return undefined;
  }

  /** Before there were workspaces, the lists of the one package were at the top. */
  #importer(folder: string): ReadonlyMap<string, Indented> {
    const importers = this.#top.get("importers")?.below;
    if (importers === undefined) return folder === "" ? this.#top : none;
    return importers.get(folder === "" ? "." : folder)?.below ?? none;
  }

  #snapshot(key: string): ReadonlyMap<string, Indented> {
    const lists = ["snapshots", "packages"].map((list) => this.#top.get(list)?.below);
    return lists.map((list) => list?.get(key)?.below).find((below) => below !== undefined) ?? none;
  }

  /** @param value `1.0.0`, `1.0.0(react@18.0.0)`, `@acme/other@1.0.0` for another name, or `link:../envelope`. */
  #package(name: string, value: string, folder: string): LockedPackage | undefined {
    if (value.startsWith("link:")) {
      const target = posix.join(folder, value.slice("link:".length));
      return { kind: "workspace", folder: target === "." ? "" : target, key: this.keyOf(target === "." ? "" : target) };
    }
    const plain = value.replace(/^\//, "");
    const [spec = ""] = plain.split("(");
    const at = spec.lastIndexOf("@");
    const published = at > 0 ? spec.slice(0, at) : name;
    const version = at > 0 ? spec.slice(at + 1) : spec;
    if (!/^\d/.test(version)) return undefined;
    const full = at > 0 ? plain : `${name}@${plain}`;
    const key = [full, `/${full}`].find((each) => this.#snapshot(each) !== none) ?? full;
    const packages = this.#top.get("packages")?.below;
    const entry = packages?.get(`${published}@${version}`) ?? packages?.get(`/${published}@${version}`);
    const [integrity] = /sha512-[\w+/=]+/.exec(entry?.below.get("resolution")?.value ?? "") ?? [];
    return { kind: "published", name: published, version, integrity, key };
  }
}

function above(folder: string): string {
  const parent = posix.dirname(folder);
  // Above the root of the file system is the root again.
  return [".", "/"].includes(parent) || parent.startsWith("..") ? "" : parent;
}
