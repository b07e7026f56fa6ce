import { readFileSync } from "node:fs";
import { parseSchemas } from "@metric-events/schema";
import { systemReason } from "@metric-events/text";
import { Parser } from "tar";
import { CheckError } from "../check-error.js";
import { packageVersion } from "../versions/package-version.js";
import type { Baseline } from "./baseline.js";

interface ArchivedFile {
  /** Without the folder that packages are in. */
  readonly path: string;
  readonly text: string;
}

/**
 * The schemas that a package archive ships, in `schemas/` or the folder nearest to its top that holds `events/`.
 *
 * @throws {CheckError} when the file cannot be read, is no archive, or has no schemas.
 */
export async function readArchive(name: string, path: string): Promise<Baseline> {
  const files = await unpack(path, readArchiveFile(path));
  const folder = schemasFolder(files);
  if (folder === undefined)
    throw new CheckError(
      "baseline-not-found",
      `${name} ships no schemas: expected files such as schemas/events/<event>.schema.json in it, found ${files.length === 0 ? "nothing" : files.length} else`,
    );
  const texts = files.flatMap((file) =>
    file.path.startsWith(folder) ? [{ path: file.path.slice(folder.length), text: file.text }] : [],
  );
  const manifest = files.find((file) => file.path === "package.json");
  return {
    name,
    set: parseSchemas(folder === "" ? name : `${name}:${folder.replace(/\/$/, "")}`, texts),
    version: manifest === undefined ? undefined : packageVersion(manifest.text)?.version,
    isRelease: true,
  };
}

function readArchiveFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CheckError("unreadable-file", `cannot read ${path}: ${systemReason(error)}`, { cause: error });
  }
}

/** Where events/ is: the prefix of the path, with its slash. */
function schemasFolder(files: readonly ArchivedFile[]): string | undefined {
  const prefixes = files.flatMap(({ path }) => {
    const [, prefix] = /^((?:.*\/)?)events\/[^/]+\.schema\.json$/.exec(path) ?? [];
    return prefix === undefined ? [] : [prefix];
  });
  return prefixes.toSorted(
    (left, right) => left.split("/").length - right.split("/").length || (left < right ? -1 : 1),
  )[0];
}

async function unpack(path: string, bytes: Buffer): Promise<ArchivedFile[]> {
  const pending: Promise<ArchivedFile>[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      filter: (entry) => entry.endsWith(".json"),
      onReadEntry: (entry) => {
        const file = entry.path.split("/").slice(1).join("/");
        pending.push(entry.concat().then((content) => ({ path: file, text: content.toString() })));
      },
    });
    parser.on("end", () => resolve());
    parser.on("error", (error: Error) =>
      reject(
        new CheckError("unreadable-file", `${path} is no archive of a package: ${error.message}`, { cause: error }),
      ),
    );
    parser.end(bytes);
  });
  return Promise.all(pending);
}
