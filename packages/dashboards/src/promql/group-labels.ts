import { type EventSeries, hostLabel, type SeriesLabel } from "@metric-events/metrics";
import type { Watch } from "@metric-events/report";
import { UnsupportedQuestion } from "../unsupported.js";

/** The labels of a scraped machine that stand for the host where events do not name theirs. */
const machineLabels = [hostLabel.name, "instance"];

/** The labels for what a rule groups by. @throws {UnsupportedQuestion} for a dimension that is not a label. */
export function groupLabels({ by }: Pick<Watch, "by">, series: EventSeries): readonly string[] {
  return by.flatMap(({ name, path }) => {
    if (path === undefined) return machineLabels;
    const label: SeriesLabel | undefined = series.labels.find((each) => each.path === path);
    if (label !== undefined) return [label.name];
    throw new UnsupportedQuestion(
      `it groups by ${name}, which is not a label of its series; mark it "cardinality": "low" in the schema if it has few values`,
    );
  });
}
