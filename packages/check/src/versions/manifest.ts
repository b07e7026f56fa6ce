import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTextFile, systemReason } from "@metric-events/system";
import { CheckError } from "../check-error.js";
import { type BumpLevel, highest, isVersion, plannedVersion } from "./bump.js";
import { maxManifestBytes, readPackageIdentity } from "./package-version.js";

/** The package.json of the package that ships the schemas. */
export interface Manifest {
  /** Absolute path. */
  readonly file: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** The version that it will have when its changesets are released. */
  readonly planned: string | undefined;
}

/** The nearest package.json of a folder or one above it, up to the top of the repository. */
export function findManifestFile(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const file = join(current, "package.json");
    if (existsSync(file)) return file;
    if (current === dirname(current) || existsSync(join(current, ".git"))) return undefined;
  }
}

/** @throws {CheckError} when the file cannot be read or is not a package.json. */
export function readManifest(file: string): Manifest {
  const found = readPackageIdentity(readText(file));
  if ("mistake" in found) throw new CheckError("unreadable-file", `${file}:${found.mistake}`);
  const { name, version } = found;
  const level = name === undefined ? "none" : changesetLevel(dirname(file), name);
  return { file, name, version, planned: isVersion(version) ? plannedVersion(version, level) : version };
}

/** The highest bump that the files in `.changeset/` plan for a package. */
function changesetLevel(folder: string, name: string): BumpLevel {
  for (let current = folder; ; current = dirname(current)) {
    const changesets = join(current, ".changeset");
    if (existsSync(changesets)) {
      const files = readdirSync(changesets).filter((file) => file.endsWith(".md") && file !== "README.md");
      return highest(files.map((file) => levelIn(readText(join(changesets, file)), name)));
    }
    if (current === dirname(current) || existsSync(join(current, ".git"))) return "none";
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^["']/, "").replace(/["']$/, "");
}

/** `---\n"@scope/name": minor\n---\nWhat changed.` */
function levelIn(text: string, name: string): BumpLevel {
  const [, header = ""] = /^---\r?\n(.*?)\r?\n?---/s.exec(text) ?? [];
  for (const line of header.split("\n")) {
    const colon = line.lastIndexOf(":");
    const [subject, level = ""] = [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)].map(unquoted);
    if (subject === name && /^(?:major|minor|patch)$/.test(level)) return level as BumpLevel;
  }
  return "none";
}

function readText(file: string): string {
  try {
    return readTextFile(file, maxManifestBytes);
  } catch (error) {
    throw new CheckError("unreadable-file", `cannot read ${file}: ${systemReason(error)}`, { cause: error });
  }
}
