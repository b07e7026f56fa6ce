import { count, type FindingFormat, type FindingPrinterOptions, formatFindings } from "@metric-events/text";
import { placedFinding } from "../print/placed.js";
import { checkRules } from "../print/rules.js";
import { summaryLines } from "../print/summary.js";
import { errorsOf } from "../result.js";
import { packRules } from "./pack-finding.js";
import type { PackResult } from "./pack-package.js";

/** How many findings keep a package from being published. */
export function packErrors({ findings, check }: PackResult): number {
  return findings.filter(({ severity }) => severity === "error").length + errorsOf(check).length;
}

/** What a package lacks to be published, in one of the forms of findings. JSON is `{ findings, notes, package, archive, summary }`. */
export function formatPack(
  result: PackResult,
  format: FindingFormat,
  options: Pick<FindingPrinterOptions, "paint" | "repository" | "toolVersion"> = {},
): string {
  const { check, name, version, files, archive, bundle } = result;
  const findings = [...result.findings, ...check.findings.map(placedFinding)];
  const errors = packErrors(result);
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const parts = [
    errors === 0 ? "ready to publish" : count(errors, "problem"),
    ...(warnings === 0 ? [] : [count(warnings, "warning")]),
  ];
  // The last line of a check is its count of problems.
  const compared = summaryLines(check).slice(0, -1);
  return formatFindings(
    findings,
    {
      lines: [
        ...compared,
        `${name} ${version ?? "without a version"}, ${count(files, "file")}: ${parts.join(", ")}`,
        ...(archive === undefined ? [] : [`wrote ${archive}${heldIn(result)}`, `next: npm publish ${asPath(archive)}`]),
      ],
      data: {
        notes: check.notes,
        package: { name, version, files },
        ...(archive === undefined ? {} : { archive }),
        ...(bundle === undefined ? {} : { bundle }),
        summary: { baselines: check.baselines, errors, warnings },
      },
    },
    format,
    {
      ...options,
      rules: { ...checkRules, ...packRules },
      heading: errors === 0 ? "Package: ready to publish" : "Package: not ready to publish",
      showsSeverity: true,
    },
  );
}

function heldIn({ bundle, bundled }: PackResult): string {
  if (bundle === undefined) return "";
  const saysFormats = bundled.includes("formats");
  if (!bundled.includes("packages")) return `, which says in ${bundle} that formats are checked`;
  return `, which holds the schemas of packages in ${bundle}${saysFormats ? ", and says there that formats are checked" : ""}`;
}

/** Npm takes `dist/events.tgz` for a repository of GitHub. */
function asPath(path: string): string {
  return /^\.|^\/|^[A-Za-z]:/.test(path) ? path : `./${path}`;
}
