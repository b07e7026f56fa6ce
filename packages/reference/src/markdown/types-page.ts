import { fieldRowsTable } from "@metric-events/codegen";
import { code, inlineMarkdown } from "@metric-events/text";
import type { TypeSection } from "../reference.js";
import { markdownLink } from "./link.js";

export function typesPage(types: readonly TypeSection[]): readonly string[] {
  return ["# Types", "What several events, or several fields, consist of.", ...types.flatMap(typeSection)];
}

function typeSection({ type, rows, usedBy }: TypeSection): readonly string[] {
  const links = usedBy.map((link) => markdownLink(link, "events/"));
  return [
    `## ${type.name}`,
    ...(type.description === "" ? [] : [inlineMarkdown(type.description)]),
    ...(rows.length === 0 ? [`Values: ${code(type.accepts)}.`] : [fieldRowsTable(rows)]),
    ...(links.length === 0 ? [] : [`Used by ${links.join(", ")}.`]),
  ];
}
