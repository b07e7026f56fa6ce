import { parser } from "@grafana/lezer-logql";

/** Fails where an expression is not LogQL. @returns the names of what was read. */
export function readLogql(given: string): readonly string[] {
  const expression = given.replaceAll(/\$__(?:auto|interval|range)\b/g, "5m").replaceAll(/"\$\w+"/g, '".*"');
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from }) => {
      if (type.isError) throw new Error(`not LogQL at ${from}: ${expression}`);
      names.push(type.name);
    },
  });
  return names;
}
