import { type Catalogue, didYouMean, suggest } from "@metric-events/runtime";
import { type SettingMistake, wrongSetting } from "@metric-events/runtime/settings";
import { planEvent } from "../columns/event-plan.js";
import type { FindingIgnore } from "./ignore-config.js";

/** Events and fields of entries that the schemas do not have, so that the entries silence nothing. */
export function ignoreMistakes(ignore: readonly FindingIgnore[], catalogue: Catalogue): readonly SettingMistake[] {
  const plans = catalogue.definitions.map(planEvent);
  return ignore.flatMap(({ event, field }, index) => {
    const path = ["report", "ignore", index];
    if (event !== undefined && !catalogue.eventNames.includes(event)) {
      return [unknown([...path, "event"], `unknown event ${JSON.stringify(event)}`, event, catalogue.eventNames)];
    }
    const fields = plans
      .filter(({ eventName }) => event === undefined || eventName === event)
      .flatMap(({ measures, counts, dimensions, identifiers, optional }) =>
        [...measures, ...counts, ...dimensions, ...identifiers, ...optional].map((each) => each.path),
      );
    if (field === undefined || fields.includes(field)) return [];
    return [unknown([...path, "field"], `unknown field ${JSON.stringify(field)}`, field, fields)];
  });
}

function unknown(path: SettingMistake["path"], what: string, name: string, names: readonly string[]): SettingMistake {
  return wrongSetting(path, `${what}${didYouMean(suggest(name, names))}`);
}
