// Which share of the questions about real schemas is decided? `tsx bench/measure/decided.ts 1.json 2.json 3.json …` takes the versions of one
// schema, oldest first, and compares each definition with the same one of the version before, in both directions.
import { readFileSync } from "node:fs";
import { contains, type Json } from "../../dist/index.js";

type JsonObject = { readonly [name: string]: Json };

/** The schema as a whole, and each of its definitions as a schema of its own. */
function partsOf(path: string): ReadonlyMap<string, Json> {
  const schema = JSON.parse(readFileSync(path, "utf8")) as JsonObject;
  const { $schema, definitions, $defs } = schema;
  const parts = new Map<string, Json>([["", schema]]);
  for (const [keyword, group] of Object.entries({ definitions, $defs })) {
    for (const name of Object.keys(group ?? {})) {
      const $ref = `#/${keyword}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
      parts.set(`${keyword} ${name}`, {
        ...($schema === undefined ? {} : { $schema }),
        allOf: [{ $ref }],
        [keyword]: group ?? {},
      });
    }
  }
  return parts;
}

const versions = process.argv.slice(2).map(partsOf);
const pairs = versions.slice(1).flatMap((candidate, index) =>
  [...candidate].flatMap(([name, after]): [Json, Json][] => {
    const before = versions[index]?.get(name);
    return before === undefined || JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [
          [before, after],
          [after, before],
        ];
  }),
);

for (const formats of ["annotate", "assert"] as const) {
  const reasons = new Map<string, number>();
  const counts = { contained: 0, "not-contained": 0, unknown: 0 };
  for (const [subset, superset] of pairs) {
    const result = contains(subset, superset, { formats });
    counts[result.verdict]++;
    if (result.verdict !== "unknown") continue;
    const codes = [...new Set(result.reasons.map(({ code }) => code))].toSorted().join(" ");
    reasons.set(codes, (reasons.get(codes) ?? 0) + 1);
  }
  const decided = counts.contained + counts["not-contained"];
  console.log(
    `formats ${formats}: ${decided} of ${pairs.length} decided (${((100 * decided) / pairs.length).toFixed(1)} %): ` +
      `${counts.contained} contained, ${counts["not-contained"]} not contained`,
  );
  for (const [codes, count] of reasons) console.log(`  ${count} unknown: ${codes}`);
}
