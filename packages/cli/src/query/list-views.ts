import type { PairView, View, ViewModel } from "@metric-events/query";
import { formatTable, printable } from "@metric-events/text";

/** All views with their columns, and example queries. */
export function listViews(model: ViewModel, pairs: readonly PairView[]): string {
  const views = [...model.events, ...pairs, model.all, model.invalid].map(describeView);
  return `${views.join("\n")}\nFor example:\n${exampleQueries(model)
    .map((query) => `  metric-events query ${quoted(query)}\n`)
    .join("")}`;
}

function describeView({ name, description, columns }: View): string {
  const rows = columns.map((column) => [`  ${column.name}`, column.type, column.comment]);
  const table = formatTable([{ title: "" }, { title: "" }, { title: "" }], rows);
  // Without the line of titles, which are empty.
  return `${printable(`${name}: ${description}`)}\n${table.slice(table.indexOf("\n") + 1)}`;
}

/** Example queries that work with any catalogue, with percentiles where an event has a measure. */
function exampleQueries({ events, all, invalid }: ViewModel): readonly string[] {
  const measured = events.flatMap((view) => {
    // Other names would have to be quoted, for SQL and for the shell.
    const plain = view.fields.filter(({ name }) => /^\w+$/.test(name));
    const measure = plain.find(({ kind }) => kind === "measure");
    const dimension = plain.find(({ kind }) => kind === "dimension");
    return measure === undefined ? [] : [{ view, measure: measure.name, dimension: dimension?.name }];
  });
  const best = measured.find(({ dimension }) => dimension !== undefined) ?? measured[0];
  const percentiles =
    best === undefined
      ? []
      : [
          `select date_trunc('hour', ${best.view.timeColumn}) as hour, ${best.dimension === undefined ? "" : `${best.dimension}, `}count(*) as events, quantile_cont(${best.measure}, 0.95) as p95 from ${best.view.name} group by all order by all`,
        ];
  return [
    `select event, count(*) as events from ${all.name} group by all order by events desc`,
    ...percentiles,
    `select file, line, message from ${invalid.name} limit 10`,
  ];
}

/** In double quotes, since the queries contain single ones. */
function quoted(query: string): string {
  return `"${query.replaceAll(/["\\$`]/g, "\\$&")}"`;
}
