import { EnvironmentError } from "../../errors.js";

/** For a release whose schemas nobody could use: comparing with what is left of it would hide breaks. */
export function unusableBaseline(name: string, reasons: readonly string[]): EnvironmentError {
  const hint = name.startsWith("git:") ? "; to leave it out, name a range of versions: --against git:tags@>1.0.0" : "";
  return new EnvironmentError(
    [`cannot use the schemas of ${name}${hint}`, ...reasons.map((reason) => `  ${reason}`)].join("\n"),
  );
}
