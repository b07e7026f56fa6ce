import { type ColumnsResult, type EventColumns, unpack } from "./columns.js";
import { packColumns } from "./pack-columns.js";

/** The columns of the events of some lines, with no more texts than they have, so that they can be kept. Counts of other lines are left out. */
export function onlyRows({ events, dictionary }: ColumnsResult, lines: ReadonlySet<number>): ColumnsResult {
  const texts: string[] = [];
  const codes = new Map([[0, 0]]);
  const codeOf = (code: number): number => {
    const known = codes.get(code);
    if (known !== undefined) return known;
    const added = texts.push(dictionary[code - 1] ?? "");
    codes.set(code, added);
    return added;
  };
  const kept = events.map(unpack).flatMap((columns): EventColumns[] => {
    const isKept = (_: number, row: number): boolean => lines.has(columns.lines[row] as number);
    const found = columns.lines.filter(isKept);
    if (found.length === 0) return [];
    return [
      {
        eventName: columns.eventName,
        lines: found,
        times: columns.times.filter(isKept),
        hosts: columns.hosts.filter(isKept).map(codeOf),
        numbers: columns.numbers.map((column) => column.filter(isKept)),
        codes: columns.codes.map((column) => column.filter(isKept).map(codeOf)),
        present: columns.present.map((column) => column.filter(isKept)),
      },
    ];
  });
  return { events: kept.map(packColumns), dictionary: texts, filtered: 0, rounded: { count: 0, examples: [] } };
}
