/** By units of UCUM. */
const secondsPer: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
  wk: 604_800,
};

/** How many seconds a unit of UCUM is; `undefined` for a unit that is not one of time. */
export function secondsPerUnit(unit: string | undefined): number | undefined {
  return unit !== undefined && Object.hasOwn(secondsPer, unit) ? secondsPer[unit] : undefined;
}
