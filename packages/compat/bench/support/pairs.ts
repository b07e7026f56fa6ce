import { readdirSync, readFileSync } from "node:fs";
import type { Json } from "../../dist/index.js";

/** One question with its answer. */
export interface Pair {
  readonly name: string;
  readonly subset: Json;
  readonly superset: Json;
  readonly isContained: boolean;
  /** Whether every keyword in it is one of draft-07, with the meaning that it has there. */
  readonly isOldKeywordsOnly: boolean;
}

const folder = new URL("../../test/cases/", import.meta.url);
/** Added, or given another meaning, after draft-07. */
const laterKeywords =
  /"(?:prefixItems|unevaluatedItems|unevaluatedProperties|minContains|maxContains|dependentRequired|dependentSchemas|\$dynamicRef|\$recursiveRef|\$anchor|\$defs|\$schema|\$id)"/;

/** Both directions of every case folder; listed instances, confirmed by Ajv in the tests, show the answers to be right. */
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
