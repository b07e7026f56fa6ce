import { fieldReference, generateModules } from "@metric-events/codegen";
import { buildCatalogue, exampleOf, parseSchemas } from "@metric-events/schema";
import { describe, expect, it } from "vitest";
import { compileFiles } from "./compile-files.js";
import { Random } from "./random.js";
import { randomEvent } from "./random-instance.js";
import { randomSchemaFiles } from "./random-schema.js";

// The examples of random schemas, out of everything that the meta-schema allows. `EXAMPLE_SCHEMAS` tries more of them, `SEED` replays.

const seed = Number(process.env["SEED"] ?? 20_261_201);
const schemaCount = Number(process.env["EXAMPLE_SCHEMAS"] ?? 40);

describe(`examples are valid (seed ${seed})`, () => {
  it(`of ${schemaCount} random schemas, and there is one if there are valid events`, { timeout: 300_000 }, async () => {
    const seen = { found: 0, missing: 0 };
    for (let index = 0; index < schemaCount; index++) {
      const random = new Random(seed + index);
      const files = randomSchemaFiles(random);
      const model = buildCatalogue(parseSchemas("schemas", files));
      const [event] = model.events;
      if (event === undefined) throw new Error("no event");
      const example = exampleOf(event, model.definitions);
      const { definition, schema, lookup } = compileFiles(files);
      if (example === undefined) {
        const tried = Array.from({ length: 40 }, () => randomEvent(random, schema, lookup));
        if (tried.some((each) => definition.isWritable(each))) seen.missing++;
        continue;
      }
      seen.found++;
      if (!definition.isWritable(example)) expect({ seed: seed + index, files, example }).toBe("valid");
      if (index % 10 > 0) continue;
      // What is printed is that example.
      const modules = await generateModules(model);
      const module = modules.find(({ path }) => path === "thing-happened.ts")?.content ?? "";
      expect(module).toContain("example: () => ({");
      expect(fieldReference(model)).toContain(`\n${JSON.stringify(example)}\n`);
    }
    console.info(JSON.stringify(seen));
    expect(seen.found).toBeGreaterThan(schemaCount / 4);
    expect(seen.missing).toBeLessThan(schemaCount / 20);
  });
});
