/** A number of seconds, or a date with time and zone: without a zone, the moment would depend on the machine. */
const isoDateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const seconds = /^\d+(?:\.\d+)?$/;

export const timestampForms = "Unix seconds or ISO 8601 with a zone, such as 1719900000.25 or 2026-11-23T10:15:00Z";

/** Unix time in seconds; `undefined` for a text in another form and for a date that does not exist. */
export function parseTimestamp(text: string): number | undefined {
  if (seconds.test(text)) return Number(text);
  if (!isoDateTime.test(text) || !isOnCalendar(text)) return undefined;
  const milliseconds = Date.parse(text.toUpperCase().replace(" ", "T"));
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** `Date` reads 30 February as 2 March. */
function isOnCalendar(text: string): boolean {
  const day = text.slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
