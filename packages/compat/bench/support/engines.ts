import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import schemaDiff from "json-schema-diff";
import diffValidator from "json-schema-diff-validator";
import { check_compat, initSync } from "jsoncompat";
import { contains, type Json } from "../../dist/index.js";

/** Whether the subset is contained in the superset; `unknown` where the engine says so, or fails. */
export type Answer = "contained" | "not-contained" | "unknown";

/** An engine, with its answers translated into ours. */
export interface Engine {
  readonly name: string;
  ask(subset: Json, superset: Json): Promise<Answer>;
}

const require = createRequire(import.meta.url);
initSync({ module: readFileSync(require.resolve("jsoncompat/jsoncompat_wasm_bg.wasm")) });

export const ours: Engine = {
  name: "@metric-events/compat",
  async ask(subset, superset) {
    return contains(subset, superset).verdict;
  },
};

/**
 * The peers judge changes: each gets the subset as the schema before the change and the superset as the schema after it, and is
 * asked whether everything valid before is still valid. A peer that throws does not support the schema.
 */
export const peers: readonly Engine[] = [
  {
    name: "jsoncompat",
    async ask(subset, superset) {
      return attempt(() => check_compat(JSON.stringify(subset), JSON.stringify(superset), "deserializer"));
    },
  },
  {
    name: "json-schema-diff",
    async ask(subset, superset) {
      try {
        const { removalsFound } = await schemaDiff.diffSchemas({
          sourceSchema: subset as object,
          destinationSchema: superset as object,
        });
        return removalsFound ? "not-contained" : "contained";
      } catch {
        return "unknown";
      }
    },
  },
  {
    name: "json-schema-diff-validator",
    async ask(subset, superset) {
      try {
        diffValidator.validateSchemaCompatibility(subset as object, superset as object, {
          allowNewOneOf: true,
          allowNewEnumValue: true,
          allowReorder: true,
        });
        return "contained";
      } catch (error) {
        return error instanceof Error && error.message.includes("not backward compatible")
          ? "not-contained"
          : "unknown";
      }
    },
  },
];

function attempt(isContained: () => boolean): Answer {
  try {
    return isContained() ? "contained" : "not-contained";
  } catch {
    return "unknown";
  }
}
