import type { PlannedField } from "../columns/event-plan.js";
import type { AnomalyExample, AnomalyFacts } from "../model/anomaly.js";
import type { EventSignals } from "../signals/event-signals.js";
import { binCount, binOf, binsOfFactor, LogHistogram, startOfBin } from "../signals/log-histogram.js";
import type { Magnitudes } from "../signals/magnitudes.js";
import { type DetectorContext, hostNames } from "./context.js";

const thousand = binsOfFactor(1000);
/** The best match may be off by this many half doublings: few values have no sharp shape. */
const inexact = 1;
/** Fewer values have no shape: they have to be far from all others. */
const minShaped = 10;
/** Nothing lies between a few values and the others, over a factor of ten; and they are this near to a thousand times the middle of the others. */
const clearGap = binsOfFactor(10);
const clearOff = binsOfFactor(4);
/** Fewer values have no middle of their own. */
const minAligned = 30;
/** The tail of the others is looked at over two factors of four. */
const tail = binsOfFactor(4);

/** The values above a border. */
interface Hump {
  /** The first bin that belongs to it. */
  readonly border: number;
  readonly count: number;
}

/** The largest values of a measure, with lines to look at. */
export type ExamplesOf = (
  event: EventSignals,
  field: PlannedField,
) => readonly (AnomalyExample & { readonly value: number })[];

/**
 * Durations that seem to be in milliseconds: a second hump of the distribution that is a copy of the first, a thousand times as large. It may
 * be small, and the two may overlap: what counts is that the copy fits better than one of any other factor, and that no dimension
 * explains it, as a workflow would that always takes hours.
 */
export function thousandfold(context: DetectorContext, examplesOf: ExamplesOf): readonly AnomalyFacts[] {
  return context.events.flatMap((event) =>
    [...event.magnitudes].flatMap(([field, magnitudes]): AnomalyFacts[] => {
      const found = humpOf(narrowest(magnitudes));
      if (found === undefined) return [];
      const hump = { border: borderOf(magnitudes.all, found.count), count: found.count };
      if (isExplained(magnitudes, hump)) return [];
      const origins = [...magnitudes.byOrigin].filter(([, { counts }]) =>
        counts.subarray(hump.border).some((count) => count > 0),
      );
      const times = origins.map(([, { first, last }]) => ({
        from: Math.min(...first.subarray(hump.border)),
        to: Math.max(...last.subarray(hump.border)),
      }));
      const examples = examplesOf(event, field).filter(({ value }) => binOf(value) >= hump.border);
      return [
        {
          kind: "thousandfold",
          event: event.plan.eventName,
          field: field.path,
          count: hump.count,
          of: magnitudes.all.total,
          usual: startOfBin(magnitudes.all.quantileBin(0.5, 0, hump.border)) * 2 ** 0.25,
          from: Math.min(...times.map(({ from }) => from)),
          to: Math.max(...times.map(({ to }) => to)),
          hosts: hostNames(
            origins.map(([origin]) => origin),
            context,
          ),
          examples: examples.map(({ value, ...example }) => ({ ...example, detail: `${field.path}=${value}` })),
        },
      ];
    }),
  );
}

/**
 * The magnitudes with those of each value of a dimension moved to one middle: of the dimension for which they are the closest together. A
 * workflow that takes hours and one that takes seconds do not hide anything then.
 */
function narrowest({ all, byDimension }: Magnitudes): LogHistogram {
  const middle = all.quantileBin(0.5);
  const aligned = byDimension.map((values) => {
    const moved = new LogHistogram();
    let others = all.total;
    for (const histogram of values.values()) {
      const { total } = histogram;
      others -= total;
      moved.addMoved(histogram, total < minAligned ? 0 : middle - histogram.quantileBin(0.5));
    }
    // Values beyond those that are distinguished are in no histogram of the dimension.
    return others === 0 ? moved : all;
  });
  return aligned.reduce((best, each) => (widthOf(each) < widthOf(best) ? each : best), all);
}

/** How many bins apart most values are. */
function widthOf(histogram: LogHistogram): number {
  return histogram.quantileBin(0.95) - histogram.quantileBin(0.05);
}

/** The lowest bin above which there are at most this many values. */
function borderOf(all: LogHistogram, count: number): number {
  let bin = binCount - 1;
  while (bin > 0 && all.between(bin - 1, binCount) <= count) bin--;
  return bin;
}

/** The values that are a copy of the others, a thousand times as large. */
export function humpOf(all: LogHistogram): Hump | undefined {
  const { total } = all;
  const middle = all.quantileBin(0.5);
  const borders = Array.from({ length: thousand - 4 }, (_, index) => middle + 4 + index);
  const smooth = (bin: number): number => all.between(bin - 1, bin + 2);
  const border = borders.reduce((best, bin) =>
    smooth(bin) < smooth(best) || (smooth(bin) === smooth(best) && isMoreCentral(bin, best, middle)) ? bin : best,
  );
  const count = all.between(border, binCount);
  if (count === 0 || count > total / 2) return undefined;
  return count < minShaped ? clearHump(all, border, count, middle) : shapedHump(all, border, count);
}

function isMoreCentral(bin: number, best: number, middle: number): boolean {
  const center = middle + thousand / 2;
  return Math.abs(bin - center) < Math.abs(best - center);
}

/** A few values, with nothing between them and the others. */
function clearHump(all: LogHistogram, border: number, count: number, middle: number): Hump | undefined {
  let [below, above] = [border, border];
  while (below > 0 && all.counts[below - 1] === 0) below--;
  while (above < binCount - 1 && all.counts[above] === 0) above++;
  if (above - below < clearGap) return undefined;
  const ratio = all.quantileBin(0.5, above) - middle;
  return Math.abs(ratio - thousand) <= clearOff ? { border: above, count } : undefined;
}

/** Many values, whose shape is that of the others. */
function shapedHump(all: LogHistogram, border: number, count: number): Hump | undefined {
  if (count < 5 + 2 * expectedBeyond(all, border)) return undefined;
  const shifts = Array.from({ length: 2 * thousand }, (_, index) => index + 2);
  const fits = shifts.map((shift) => ({ shift, fit: likelihoodOf(all, border, shift) }));
  const best = fits.reduce((one, other) => (other.fit > one.fit ? other : one));
  const ofThousand = Math.max(
    ...fits.filter(({ shift }) => Math.abs(shift - thousand) <= inexact).map(({ fit }) => fit),
  );
  // Another factor that fits a little better proves nothing; one that fits much better does.
  return best.fit - ofThousand <= 3 && isLikeCopy(all, border, thousand) ? { border, count } : undefined;
}

/** How many values would be above a border if the tail below it went on falling as it does. That of a log-normal distribution falls faster. */
function expectedBeyond(all: LogHistogram, border: number): number {
  const [before, last] = [all.between(border - 2 * tail, border - tail), all.between(border - tail, border)];
  if (last === 0) return 0;
  const ratio = last / Math.max(before, 1);
  return ratio >= 0.9 ? Number.POSITIVE_INFINITY : (last * ratio) / (1 - ratio);
}

/** How likely the values above the border are, if they are a copy of those below, shifted. */
function likelihoodOf(all: LogHistogram, border: number, shift: number): number {
  const shares = copyOf(all, border, shift);
  let sum = 0;
  for (let bin = border; bin < binCount; bin++) sum += (all.counts[bin] as number) * Math.log(shares[bin] as number);
  return sum;
}

/** What share of the values above the border falls into each bin, if they are a copy of those below, shifted. Nothing is impossible. */
function copyOf(all: LogHistogram, border: number, shift: number): readonly number[] {
  const copy = Array.from({ length: binCount }, (_, bin) => {
    const from = bin - shift;
    return bin < border || from < 0 ? 0 : from < border ? (all.counts[from] as number) : 0;
  });
  const total = copy.reduce((sum, each) => sum + each, 0);
  const bins = binCount - border;
  return copy.map((each) => (each + (1e-3 * total) / bins + 1e-9) / (1.001 * total + 1e-9 * bins));
}

/** Whether the distributions of both differ by less than samples of one do, and a little (Kolmogorov and Smirnov). */
function isLikeCopy(all: LogHistogram, border: number, shift: number): boolean {
  const copy = copyOf(all, border, shift);
  const total = all.between(border, binCount);
  return [shift - inexact, shift, shift + inexact].some((each) => {
    const shares = each === shift ? copy : copyOf(all, border, each);
    let [own, other, difference] = [0, 0, 0];
    for (let bin = border; bin < binCount; bin++) {
      own += (all.counts[bin] as number) / total;
      other += shares[bin] as number;
      difference = Math.max(difference, Math.abs(own - other));
    }
    return difference <= 1.63 / Math.sqrt(total) + 0.06;
  });
}

/** Whether a dimension explains the hump: nearly all of it has values with which most are that large. */
function isExplained({ byDimension }: Magnitudes, { border, count }: Hump): boolean {
  return byDimension.some((values) => {
    const large = [...values.values()].map((histogram) => ({
      above: histogram.between(border, binCount),
      all: histogram.total,
    }));
    const explained = large.filter(({ above, all }) => above > all / 2);
    return explained.reduce((sum, { above }) => sum + above, 0) >= 0.9 * count;
  });
}
