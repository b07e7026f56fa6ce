import { CheckError } from "../check-error.js";
import type { Baselines } from "./baseline.js";
import type { Git } from "./git.js";
import { type GitPlaces, readRevision, readTags } from "./git-baseline.js";

/**
 * What to compare with by default: every release tag or, while there is none, the main branch. Where there is neither, nothing was
 * released that could break.
 */
export async function defaultBaselines(places: GitPlaces): Promise<Baselines> {
  const tags = await readTags(undefined, places);
  if (tags.baselines.length > 0) return tags;
  const branch = mainBranch(places.git);
  if (branch === undefined) return { baselines: [], notes: [...tags.notes, "no branch to compare with"] };
  try {
    const isItself = places.git.commit("HEAD") === places.git.commit(branch);
    const itself = `${branch} is HEAD itself, so only uncommitted changes are compared; tag a release, or name a baseline`;
    return { baselines: [await readRevision(branch, places)], notes: [...tags.notes, ...(isItself ? [itself] : [])] };
  } catch (error) {
    // A branch without schemas: these are the first.
    if (!(error instanceof CheckError && error.code === "baseline-not-found")) throw error;
    return { baselines: [], notes: [...tags.notes, error.message] };
  }
}

function mainBranch(git: Git): string | undefined {
  const remote = git.try("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  const names = [remote, "origin/main", "origin/master", "main", "master"];
  return names.find(
    (name) =>
      name !== undefined &&
      (git.refCommit(`refs/remotes/${name}`) ?? git.refCommit(`refs/heads/${name}`)) !== undefined,
  );
}
