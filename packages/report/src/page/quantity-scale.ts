import { unitName } from "@metric-events/text";
import { quantityText } from "../render/format.js";
import * as Plot from "../vendor/plot.js";

const second = 1;
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Round durations. */
const durations = [
  0.001,
  0.01,
  0.1,
  second,
  10,
  minute,
  10 * minute,
  hour,
  6 * hour,
  day,
  7 * day,
  28 * day,
  364 * day,
];

/** From this ratio of largest to smallest on, a linear scale would press most values onto its base line. */
const logarithmicFrom = 50;

interface QuantityScale {
  readonly isLogarithmic: boolean;
  /** Where the axis ends. */
  readonly top: number;
  readonly scale: Plot.ScaleOptions;
  /** The axis, where the scale does not draw it. */
  readonly marks: readonly Plot.Markish[];
  /** The value to draw: a logarithmic scale has no zero, and what is beyond the top is drawn there. */
  readonly clamp: (value: number) => number;
}

/**
 * A scale for the values of a measure, with round ticks.
 *
 * @param maximum the largest single value: it has no more room than the values leave it.
 */
export function quantityScale(
  values: readonly number[],
  unit: string | undefined,
  height: number,
  maximum = 0,
): QuantityScale {
  const greatest = values.reduce((top, value) => Math.max(top, value), 0);
  const positive = values.filter((value) => value > 0);
  const least = positive.reduce((bottom, value) => Math.min(bottom, value), greatest);
  const isLogarithmic = least > 0 && greatest / least > logarithmicFrom && values.every((value) => value >= 0);
  const most = Math.max(greatest, Math.min(maximum, greatest * (isLogarithmic ? 10 : 2)));
  const label = axisLabel(unit, isLogarithmic);
  const tickFormat = (value: number): string => quantityText(value, unit === "s" ? "s" : undefined);
  if (!isLogarithmic) {
    const top = most || 1;
    const ticks = unit === "s" ? { ticks: linearDurations(most, height) } : { ticks: Math.floor(height / 50) };
    return {
      isLogarithmic,
      top,
      scale: { domain: [Math.min(0, ...values), top], nice: true, grid: true, label, tickFormat, ...ticks },
      marks: [],
      clamp: (value) => Math.min(value, top),
    };
  }
  const bottom = unit === "s" ? (durations.findLast((duration) => duration <= least) ?? least) : least;
  const wanted = Math.max(2, Math.floor(height / 30));
  const ticks = thinned(
    unit === "s" ? durations.filter((each) => each >= bottom && each <= most) : powersOfTen(bottom, most),
    wanted,
  );
  return {
    isLogarithmic,
    top: most,
    // Its own axis would name only powers of ten.
    scale: { type: "log", domain: [bottom, most], axis: null, label },
    marks: [Plot.gridY(ticks), Plot.axisY(ticks, { text: ticks.map(tickFormat), label })],
    clamp: (value) => Math.max(bottom, Math.min(value, most)),
  };
}

/** Durations name their units at each tick. */
function axisLabel(unit: string | undefined, isLogarithmic: boolean): string | null {
  const parts = [...(unit === "s" ? [] : [unitName(unit) ?? ""]), ...(isLogarithmic ? ["logarithmic"] : [])];
  return parts.filter((part) => part !== "").join(", ") || null;
}

function powersOfTen(bottom: number, most: number): readonly number[] {
  const first = Math.ceil(Math.log10(bottom));
  const powers = Array.from({ length: Math.floor(Math.log10(most)) - first + 1 }, (_, index) => 10 ** (first + index));
  return powers.length >= 2 ? powers : [bottom, most];
}

/** Every n-th tick, so that the labels do not touch. */
function thinned(ticks: readonly number[], wanted: number): readonly number[] {
  const step = Math.ceil(ticks.length / wanted);
  return ticks.filter((_, index) => index % step === 0);
}

/** Whole seconds, minutes, hours or days, as many as fit. */
function linearDurations(most: number, height: number): readonly number[] {
  const steps = [
    0.1,
    0.5,
    1,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    6 * hour,
    12 * hour,
    day,
    7 * day,
  ];
  const wanted = Math.max(2, Math.floor(height / 50));
  const step = steps.find((each) => most / each <= wanted) ?? 10 ** Math.ceil(Math.log10(most / wanted));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => Math.round(index * step * 10) / 10);
}
