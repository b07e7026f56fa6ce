import { code } from "@metric-events/text";
import type { Link } from "../reference.js";

/** @param folder of the pages of events, seen from the page. */
export function markdownLink({ name, slug }: Link, folder: string): string {
  return slug === undefined ? code(name) : `[${code(name)}](${folder}${slug}.md)`;
}
