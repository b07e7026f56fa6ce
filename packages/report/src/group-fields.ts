import { type Catalogue, didYouMean, fieldsNamed, listNames, suggest } from "@metric-events/runtime";
import type { GroupField } from "./aggregate/grouping.js";
import { mainDimension, planEvent } from "./columns/event-plan.js";
import { ReportError } from "./report-error.js";

/** What a report can be broken down by whatever the schemas say: each event comes from somewhere. */
const hostName = "host";

/**
 * The fields that names mean.
 *
 * @param names of dimensions, or `host`; one text may have several, with commas between them. Without any, the dimension that most events have.
 * @throws {ReportError} `unknown-dimension`
 */
export function groupFieldsOf(names: readonly string[], definitions: Catalogue["definitions"]): readonly GroupField[] {
  const plans = definitions.map(planEvent);
  if (names.length === 0) {
    const path = mainDimension(plans);
    return path === undefined ? [] : [{ name: path, path }];
  }
  const dimensions = plans.flatMap((plan) => plan.dimensions);
  // A field may have a comma in its name.
  const split = (name: string): readonly string[] =>
    fieldsNamed(name, dimensions).length > 0 ? [name] : name.split(",").map((part) => part.trim());
  const hosts = new Set([...plans.flatMap(({ host }) => host?.path ?? []), hostName]);
  const fields = names.flatMap(split).map((name): GroupField => {
    const [named, ...others] = new Set(fieldsNamed(name, dimensions).map(({ path }) => path));
    if (named !== undefined && others.length === 0) return { name: named, path: named };
    if (named === undefined && hosts.has(name)) return { name, path: undefined };
    throw unknownDimension(name, [...new Set([...dimensions.map(({ path }) => path), ...hosts])]);
  });
  // A name that is given twice groups no further.
  return fields.filter(({ name }, index) => fields.findIndex((each) => each.name === name) === index);
}

function unknownDimension(name: string, known: readonly string[]): ReportError {
  const hint = didYouMean(suggest(name, known), { otherwise: `expected one of ${listNames(known, name)}` });
  return new ReportError("unknown-dimension", `unknown dimension ${JSON.stringify(name)}${hint}`);
}
