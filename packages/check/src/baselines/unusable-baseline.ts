import { CheckError } from "../check-error.js";

/** For a release with unusable schemas: comparing with the rest of it would hide breaks. */
export function unusableBaseline(name: string, reasons: readonly string[]): CheckError {
  const hint = name.startsWith("git:") ? "; to leave it out, name a range of versions: git:tags@>1.0.0" : "";
  const lines = [`cannot use the schemas of ${name}${hint}`, ...reasons.map((reason) => `  ${reason}`)];
  return new CheckError("unusable-baseline", lines);
}
