import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hasTool } from "@metric-events/test-support";

/** Whether there is a program that makes certificates. */
export const hasOpenssl = hasTool("openssl");

/** Makes a certificate for 127.0.0.1 that nobody but itself vouches for. */
export function makeCertificate(folder: string): {
  readonly cert: string;
  readonly key: string;
  readonly file: string;
} {
  const [key, file] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, "-keyout", key, "-out", file, ...subject], { stdio: "ignore" });
  return { cert: readFileSync(file, "utf8"), key: readFileSync(key, "utf8"), file };
}
