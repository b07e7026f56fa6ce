const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A duration: `850ms`, `12.75s`, `3m 20s`, `2h 5m`, `3d 4h`. Two units at most, rounded to the smaller. */
export function formatDuration(seconds: number): string {
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  const text =
    seconds < 0.9995 ? milliseconds(seconds) : seconds < minute - 0.005 ? plainSeconds(seconds) : twoUnits(seconds);
  return text;
}

function milliseconds(seconds: number): string {
  if (seconds === 0) return "0s";
  const ms = seconds * 1000;
  return `${ms < 1 ? Number(ms.toPrecision(2)) : Math.round(ms)}ms`;
}

function plainSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(2))}s`;
}

function twoUnits(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < hour) return join(whole, minute, "m", 1, "s");
  const minutes = Math.round(seconds / minute) * minute;
  if (minutes < day) return join(minutes, hour, "h", minute, "m");
  return join(Math.round(seconds / hour) * hour, day, "d", hour, "h");
}

function join(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = (seconds % large) / small;
  const head = `${Math.floor(seconds / large)}${largeName}`;
  return rest === 0 ? head : `${head} ${rest}${smallName}`;
}
