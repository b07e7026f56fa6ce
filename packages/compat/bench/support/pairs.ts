import { readdirSync, readFileSync } from "node:fs";
import type { Json } from "../../dist/index.js";

/** A question with its answer. */
export interface Pair {
  readonly name: string;
  readonly subset: Json;
  readonly superset: Json;
  readonly isContained: boolean;
  /** Whether draft-07 has all its keywords, with the same meaning. */
  readonly isOldKeywordsOnly: boolean;
}

const folder = new URL("../../test/cases/", import.meta.url);
/** Keywords that were added, or changed their meaning, after draft-07. */
const laterKeywords =
  /"(?:prefixItems|unevaluatedItems|unevaluatedProperties|minContains|maxContains|dependentRequired|dependentSchemas|\$dynamicRef|\$recursiveRef|\$anchor|\$defs|\$schema|\$id)"/;

/** Both directions of every case folder. The tests check the answers with listed instances that Ajv confirms. */
export function casePairs(): Pair[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const read = (file: string): string => readFileSync(new URL(`${name}/${file}`, folder), "utf8");
      const [baseline, candidate] = [read("baseline.json"), read("candidate.json")];
      const expected = JSON.parse(read("expect.json")) as { readonly backward: boolean; readonly forward: boolean };
      const [before, after] = [JSON.parse(baseline) as Json, JSON.parse(candidate) as Json];
      const isOldKeywordsOnly = !laterKeywords.test(baseline + candidate);
      return [
        {
          name: `${name} backward`,
          subset: before,
          superset: after,
          isContained: expected.backward,
          isOldKeywordsOnly,
        },
        { name: `${name} forward`, subset: after, superset: before, isContained: expected.forward, isOldKeywordsOnly },
      ];
    });
}
