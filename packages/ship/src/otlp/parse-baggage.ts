/**
 * Pairs of the form `name=value,other=value`, in which other characters stand as `%20` (W3C Baggage, as the variables of OpenTelemetry have
 * them).
 *
 * @param refuse makes the error for a part that is no pair.
 */
export function parseBaggage(text: string, refuse: (part: string) => Error): [name: string, value: string][] {
  return text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const at = part.indexOf("=");
      const [name, value] = [decoded(part.slice(0, at).trim()), decoded(part.slice(at + 1).trim())];
      if (at < 1 || name === undefined || name === "" || value === undefined) throw refuse(part.trim());
      return [name, value];
    });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
