/** What Prometheus calls a unit, and by what a number is multiplied to be in it. */
export interface BaseUnit {
  /** The end of the name of the series; empty for what has no unit. */
  readonly suffix: string;
  readonly factor: number;
}

const bytes = (factor: number): BaseUnit => ({ suffix: "bytes", factor });
const seconds = (factor: number): BaseUnit => ({ suffix: "seconds", factor });

/** By units of UCUM. Names are those of OpenMetrics, which has base units only: no minutes, no megabytes. */
const baseUnits: ReadonlyMap<string, BaseUnit> = new Map([
  ["ns", seconds(1e-9)],
  ["us", seconds(1e-6)],
  ["ms", seconds(1e-3)],
  ["s", seconds(1)],
  ["min", seconds(60)],
  ["h", seconds(3600)],
  ["d", seconds(86_400)],
  ["wk", seconds(604_800)],
  ["By", bytes(1)],
  ["kBy", bytes(1e3)],
  ["MBy", bytes(1e6)],
  ["GBy", bytes(1e9)],
  ["TBy", bytes(1e12)],
  ["KiBy", bytes(1024)],
  ["MiBy", bytes(1024 ** 2)],
  ["GiBy", bytes(1024 ** 3)],
  ["TiBy", bytes(1024 ** 4)],
  ["bit", { suffix: "bits", factor: 1 }],
  ["%", { suffix: "ratio", factor: 0.01 }],
  ["1", { suffix: "", factor: 1 }],
  ["Cel", { suffix: "celsius", factor: 1 }],
  ["K", { suffix: "kelvin", factor: 1 }],
  ["m", { suffix: "meters", factor: 1 }],
  ["km", { suffix: "meters", factor: 1000 }],
  ["mm", { suffix: "meters", factor: 1e-3 }],
  ["g", { suffix: "grams", factor: 1 }],
  ["kg", { suffix: "grams", factor: 1000 }],
  ["V", { suffix: "volts", factor: 1 }],
  ["A", { suffix: "amperes", factor: 1 }],
  ["W", { suffix: "watts", factor: 1 }],
  ["kW", { suffix: "watts", factor: 1000 }],
  ["J", { suffix: "joules", factor: 1 }],
  ["Hz", { suffix: "hertz", factor: 1 }],
  ["kHz", { suffix: "hertz", factor: 1e3 }],
  ["MHz", { suffix: "hertz", factor: 1e6 }],
  ["GHz", { suffix: "hertz", factor: 1e9 }],
]);

/** The base unit of a unit of UCUM. One that is not known stays as it is; braces are a remark and name nothing. */
export function baseUnitOf(unit: string | undefined): BaseUnit {
  if (unit === undefined || /^\{[^{}]*\}$/.test(unit)) return { suffix: "", factor: 1 };
  return baseUnits.get(unit) ?? { suffix: unit.toLowerCase(), factor: 1 };
}

/** A number in the base unit. Divides by whole numbers, so that 0.1 ms has no more digits than it should. */
export function inBaseUnit(value: number, factor: number): number {
  return factor < 1 ? value / Math.round(1 / factor) : value * factor;
}
