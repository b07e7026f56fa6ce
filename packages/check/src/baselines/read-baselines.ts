import { relative, resolve } from "node:path";
import { formatDiagnostic, obstacles } from "@metric-events/schema";
import { readArchive } from "./archive-baseline.js";
import type { Baseline, BaselineSource, Baselines } from "./baseline.js";
import { defaultBaselines } from "./default-baselines.js";
import { readFolder } from "./folder-baseline.js";
import { Git } from "./git.js";
import { readRevision, readTags } from "./git-baseline.js";
import { readPublished } from "./npm-baseline.js";
import { PackageProvider } from "./packages/provide-package.js";
import { unusableBaseline } from "./unusable-baseline.js";

interface BaselinePlaces {
  readonly cwd: string;
  /** Absolute path of the folder of schemas that are compared. */
  readonly schemas: string;
  /** Absolute path of the package.json whose version counts, where there is one. */
  readonly manifest: string | undefined;
}

/**
 * Reads all baselines, each once; without any source, the default ones.
 *
 * @throws {CheckError} for one that cannot be read.
 */
export async function readBaselines(sources: readonly BaselineSource[], places: BaselinePlaces): Promise<Baselines> {
  const baselines = new Map<string, Baseline>();
  const notes: string[] = [];
  let git: Git | undefined;
  const packages = new PackageProvider(places.schemas);
  const gitPlaces = () => ({ ...places, packages, git: (git ??= new Git(places.schemas)) });
  if (sources.length === 0) {
    const read = await defaultBaselines(gitPlaces());
    return { ...read, baselines: read.baselines.map(usable) };
  }
  for (const source of sources) {
    const read = await readSource(source, places, packages, gitPlaces);
    for (const baseline of read.baselines) baselines.set(baseline.name, usable(baseline));
    notes.push(...read.notes);
  }
  return { baselines: [...baselines.values()], notes };
}

async function readSource(
  source: BaselineSource,
  places: BaselinePlaces,
  packages: PackageProvider,
  gitPlaces: () => Parameters<typeof readRevision>[1],
): Promise<Baselines> {
  switch (source.kind) {
    case "git-tags":
      return readTags(source.range, gitPlaces());
    case "git":
      return one(await readRevision(source.revision, gitPlaces()));
    case "npm":
      return one(await readPublished(source.spec, packages));
    case "archive": {
      const path = resolve(places.cwd, source.path);
      return one(await readArchive(relative(places.cwd, path) || source.path, path, packages));
    }
    case "folder":
      return one(readFolder(source.path, places));
    default:
      return source satisfies never;
  }
}

function one(baseline: Baseline): Baselines {
  return { baselines: [baseline], notes: [] };
}

function usable(baseline: Baseline): Baseline {
  const found = obstacles(baseline.set);
  if (found.length === 0) return baseline;
  throw unusableBaseline(baseline.name, found.map(formatDiagnostic));
}
