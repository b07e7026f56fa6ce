import type { Column } from "@metric-events/text";

/** A column of numbers. */
export function right(title: string): Column {
  return { title, align: "right" };
}
