import type { Figures } from "../count/figures.js";
import type { FiguresTable } from "../count/figures-table.js";
import type { LabelGroups } from "../count/label-groups.js";
import { numberText } from "../number-text.js";
import type { Family, SeriesLabel } from "../plan/series-plan.js";
import type { SeriesSample } from "./written-family.js";

type Labels = SeriesSample["labels"];

/** What is known for one combination of labels. */
export interface LabelledFigures {
  readonly labels: Labels;
  /** Whether several combinations count as this one. */
  readonly isOther: boolean;
  readonly figures: Figures;
  /** The value of a gauge that still holds. */
  readonly gauge: (count: number) => number | undefined;
}

/** How the samples of a family are made of figures. */
export interface FamilyWriter<Kept> {
  readonly family: Family;
  readonly labels: readonly SeriesLabel[];
  readonly groups: LabelGroups<Kept>;
  samples(known: LabelledFigures): readonly SeriesSample[];
}

/** The families of an event. */
export function familyWriters<Kept>({
  series,
  groups,
  breakdowns,
  limits,
}: FiguresTable<Kept>): readonly FamilyWriter<Kept>[] {
  const { counter, measures, counts, labels } = series;
  const [host] = labels;
  return [
    {
      family: counter,
      labels,
      groups,
      samples: (known) => [counterSample(counter, known.labels, known.figures.events)],
    },
    ...measures.map(
      ({ histogram }, index): FamilyWriter<Kept> => ({
        family: histogram,
        labels,
        groups,
        samples: (known) => histogramSamples(histogram, known, index, limits[index] ?? []),
      }),
    ),
    ...counts.flatMap(({ gauge, sum }, index): FamilyWriter<Kept>[] => [
      {
        family: gauge,
        labels,
        groups,
        samples: (known) => {
          // The last one of several that count as one tells nothing.
          const value = known.isOther ? undefined : known.gauge(index);
          return value === undefined ? [] : [{ name: gauge.name, labels: known.labels, value }];
        },
      },
      {
        family: sum,
        labels,
        groups,
        samples: (known) => [counterSample(sum, known.labels, known.figures.countSums[index] ?? 0)],
      },
    ]),
    ...series.breakdowns.map(
      ({ counter: own, label }, index): FamilyWriter<Kept> => ({
        family: own,
        labels: host === undefined ? [label] : [host, label],
        groups: breakdowns[index] ?? groups,
        samples: (known) => [counterSample(own, known.labels, known.figures.events)],
      }),
    ),
  ];
}

/** Labels without a value are left out: to Prometheus, an empty one is the same as none. */
export function labelsOf(labels: readonly SeriesLabel[], values: readonly string[]): Labels {
  return labels.flatMap(({ name }, index) => {
    const value = values[index] ?? "";
    return value === "" ? [] : [[name, value] as const];
  });
}

function counterSample({ name }: Family, labels: Labels, value: number): SeriesSample {
  return { name: `${name}_total`, labels, value };
}

/** Buckets are cumulative: each counts all values up to its limit. */
function histogramSamples(
  { name }: Family,
  { labels, figures }: LabelledFigures,
  measure: number,
  limits: readonly number[],
): readonly SeriesSample[] {
  const buckets = figures.buckets[measure] ?? [];
  let total = 0;
  const counted = [...limits, Number.POSITIVE_INFINITY].map((limit, index): SeriesSample => {
    total += buckets[index] ?? 0;
    return { name: `${name}_bucket`, labels: [...labels, ["le", numberText(limit)]], value: total };
  });
  const sum = figures.sums[measure] ?? 0;
  return [...counted, { name: `${name}_sum`, labels, value: sum }, { name: `${name}_count`, labels, value: total }];
}
