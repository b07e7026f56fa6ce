/** The zone of shown times: that of the machine, or UTC. */
export type Zone = "local" | "utc";

/** Seconds; what `Date` can hold (ECMA-262, section 21.4.1.1). */
const maxSeconds = 8.64e12;

/** Unix time with milliseconds: `2026-11-23 10:15:02.250` in local time, or with a `Z` at the end in UTC. */
export function formatTimestamp(seconds: number, zone: Zone): string {
  if (Math.abs(seconds) > maxSeconds) return String(seconds);
  const date = new Date(Math.round(seconds * 1000));
  if (zone === "utc") return date.toISOString().replace("T", " ");
  const year = date.getFullYear();
  const days = `${pad(year, 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${days} ${time}.${pad(date.getMilliseconds(), 3)}`;
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, "0");
}
