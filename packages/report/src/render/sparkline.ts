const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Numbers over time in a line of at most `width` characters; a blank where a number is missing. Each bar is the largest of its numbers. */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const step = Math.ceil(values.length / width) || 1;
  const cells = Array.from({ length: Math.ceil(values.length / step) }, (_, index) =>
    largest(values.slice(index * step, (index + 1) * step)),
  );
  const top = largest(cells);
  if (top === undefined) return "";
  return cells.map((value) => (value === undefined ? " " : bar(value, top))).join("");
}

function bar(value: number, top: number): string {
  if (top <= 0) return bars[0];
  return bars[Math.min(bars.length - 1, Math.max(0, Math.ceil((value / top) * bars.length) - 1))] as string;
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (top, value) => (value === undefined || (top !== undefined && top >= value) ? top : value),
    undefined,
  );
}
