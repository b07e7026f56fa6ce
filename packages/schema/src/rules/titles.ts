import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { joinPointer } from "../pointer.js";

/** Checks that no two schemas of a set have the same title, and no two events the same name. */
export function checkTitles(file: SchemaFile, { titles, eventFiles }: LintContext): Problem[] {
  const problems: Problem[] = [];
  for (const [title, [first, ...others]] of titles) {
    for (const site of others) {
      if (site.file !== file || first === undefined) continue;
      const other = first.file === file ? "this file" : first.file.path;
      problems.push({
        code: "title-clash",
        pointer: joinPointer(site.pointer, "title"),
        at: "value",
        params: { title, other },
      });
    }
  }
  for (const [eventName, [first, ...others]] of eventFiles) {
    if (first === undefined || !others.includes(file)) continue;
    const pointer = "/properties/event/const";
    problems.push({ code: "event-name-clash", pointer, at: "value", params: { eventName, other: first.path } });
  }
  return problems;
}
