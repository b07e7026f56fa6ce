import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { joinPointer, membersOrNone } from "@metric-events/runtime";
import { exportedPath, isPackageName, parseManifest } from "@metric-events/schema";
import { packageRoot } from "@metric-events/system";
import { count } from "@metric-events/text";
import { valid } from "semver";
import { placeAt } from "../versions/json-places.js";
import type { PackFinding, PackFindingCode } from "./pack-finding.js";
import { type PackageFacts, pathInPackage } from "./package-facts.js";

type Judge = (facts: PackageFacts) => readonly PackFinding[];

const runtimePackage = "@metric-events/runtime";

/** What generated code and schemas need of a package for others to use it. */
export function judgePackage(facts: PackageFacts): PackFinding[] {
  return judges.flatMap((judge) => judge(facts));
}

const judges: readonly Judge[] = [identity, packedSchemas, exportedSchemas, targets, output, dependencies, sideEffects];

function identity(facts: PackageFacts): PackFinding[] {
  const { manifest, data } = facts;
  const { name, version } = manifest;
  const findings: PackFinding[] = [];
  if (data["private"] === true) {
    findings.push(
      finding(
        facts,
        "private-package",
        "/private",
        "the package is private, and npm does not publish it",
        `remove "private"`,
      ),
    );
  }
  if (!isPublishableName(name) || valid(version) === null) {
    const received = `received name ${shown(data["name"])} and version ${shown(data["version"])}`;
    findings.push(
      finding(
        facts,
        "missing-version",
        "",
        `expected a name that npm takes and a version such as 1.0.0, ${received}`,
        `write ${isPublishableName(name) ? "a version" : "a name in lower case, such as @acme/events"}`,
      ),
    );
  }
  return findings;
}

/** npm has names in capital letters, and takes no new ones. */
function isPublishableName(name: string): boolean {
  return isPackageName(name) && name === name.toLowerCase();
}

/** The paths of the schema files in the package. */
function ownFiles({ set, schemas, manifestFile }: PackageFacts): string[] {
  if (schemas.startsWith("..")) return [];
  const own = set.files.filter((file) => file.package === undefined);
  return own.map(({ fileUri }) => pathInPackage(manifestFile, fileURLToPath(fileUri)));
}

function packedSchemas(facts: PackageFacts): PackFinding[] {
  const { schemas, archive } = facts;
  if (schemas.startsWith("..")) {
    return [
      finding(
        facts,
        "schemas-outside",
        "",
        `the schemas are in ${schemas}, outside of the package`,
        "move them below the folder of package.json",
      ),
    ];
  }
  const missing = ownFiles(facts).filter((path) => !archive.files.has(path));
  if (missing.length === 0) return [];
  const folder = schemas === "" ? "**/*.schema.json" : schemas;
  return [
    finding(
      facts,
      "schemas-left-out",
      "/files",
      `npm leaves out ${listed(missing)}`,
      `add ${JSON.stringify(folder)} to "files"`,
    ),
  ];
}

function exportedSchemas(facts: PackageFacts): PackFinding[] {
  const { manifest, schemas } = facts;
  const hidden = ownFiles(facts).filter((path) => exportedPath(manifest.exports, path) !== path);
  if (hidden.length === 0) return [];
  const pattern = schemas === "" ? "./*.schema.json" : `./${schemas}/*`;
  return [
    finding(
      facts,
      "schemas-hidden",
      "/exports",
      `"exports" hides ${listed(hidden)}`,
      `add ${JSON.stringify(pattern)}: ${JSON.stringify(pattern)} to "exports", so that others can refer to npm:${manifest.name}/${hidden[0]}`,
    ),
  ];
}

/** The files that are named one by one. */
function targets(facts: PackageFacts): PackFinding[] {
  const { data, archive } = facts;
  const named = ["main", "module", "types"].map((key) => [`/${key}`, data[key]] as const);
  const all = [
    ...named.flatMap(([pointer, value]) => leaves(value, pointer)),
    ...leaves(data["bin"], "/bin"),
    ...leaves(data["exports"], "/exports"),
  ];
  return all.flatMap(({ pointer, text }) => {
    const path = posix.normalize(text);
    const isMain = pointer === "/main" && mainFiles(path).some((file) => archive.files.has(file));
    if (path.includes("*") || path.endsWith("/") || isMain || archive.files.has(path)) return [];
    const message = `${JSON.stringify(text)} is not in the archive`;
    return [
      finding(facts, "missing-target", pointer, message, `build the package, and see that "files" names the folder`),
    ];
  });
}

/** What Node tries for `main`: https://nodejs.org/api/modules.html, LOAD_AS_DIRECTORY. */
function mainFiles(path: string): string[] {
  return [...[".js", ".json", ".node"].map((end) => `${path}${end}`), posix.join(path, "index.js")];
}

function leaves(value: unknown, pointer: string): { readonly pointer: string; readonly text: string }[] {
  if (typeof value === "string") return [{ pointer, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => leaves(held, joinPointer(pointer, key)));
}

function output({ stale }: PackageFacts): PackFinding[] {
  const [file] = stale;
  if (file === undefined) return [];
  const verb = stale.length === 1 ? "is" : "are";
  const message = `${count(stale.length, "generated file")} ${verb} missing or stale: ${listed(stale)}`;
  const instead = "run metric-events generate, and build again";
  return [
    {
      place: { file, line: 1, column: 1 },
      code: "stale-output",
      severity: "error",
      message,
      details: [{ kind: "note", text: `instead: ${instead}` }],
      facts: { files: stale, instead },
    },
  ];
}

function dependencies(facts: PackageFacts): PackFinding[] {
  const { data, manifest, set, hasCode, isWritten } = facts;
  const sections = ["dependencies", "peerDependencies"] as const;
  const uses = set.links.uses.filter(({ from }) => from === undefined);
  const versions = new Map(uses.map(({ name, to }) => [name, to.version]));
  const needed = [
    ...[...versions].map(([name, version]) => ({ name, version, why: `schemas refer to npm:${name}` })),
    ...(hasCode
      ? [{ name: runtimePackage, version: ownVersion(), why: `generated code imports ${runtimePackage}` }]
      : []),
  ];
  return needed.flatMap(({ name, version = "1.0.0", why }): PackFinding[] => {
    const section = sections.findLast((each) => membersOrNone(data[each])[name] !== undefined);
    const range = section && membersOrNone(data[section])[name];
    if (typeof range !== "string") {
      const known = manifest.dependencies.get(name);
      const has = known === undefined ? "does not name it" : "has it for development only";
      const write = `add ${JSON.stringify(name)}: ${JSON.stringify(known ?? `^${version}`)} to "dependencies"`;
      return [finding(facts, "missing-dependency", "/dependencies", `${why}, but package.json ${has}`, write)];
    }
    if (!/^(?:workspace|link|file|portal|catalog):/.test(range)) return [];
    const message = `npm publishes the range ${JSON.stringify(range)} of ${name} as it is, and it cannot be installed`;
    const found = finding(
      facts,
      "workspace-range",
      joinPointer(`/${section}`, name),
      message,
      "write a range of versions; or check with --dry-run, and publish by pnpm or Yarn, which replace it",
    );
    // Other package managers may publish.
    return [{ ...found, severity: isWritten ? "error" : "warning" }];
  });
}

/** That of this package, which all of them have. */
function ownVersion(): string | undefined {
  const text = readFileSync(new URL("package.json", packageRoot(import.meta.url)), "utf8");
  return parseManifest(text)?.version;
}

function sideEffects(facts: PackageFacts): PackFinding[] {
  const { data, hasCode } = facts;
  if (!hasCode || data["sideEffects"] !== undefined) return [];
  const message = `without "sideEffects", bundlers keep the code of all events for whoever imports one`;
  return [{ ...finding(facts, "side-effects", "", message, `add "sideEffects": false`), severity: "warning" }];
}

function finding(
  { places }: PackageFacts,
  code: PackFindingCode,
  pointer: string,
  message: string,
  instead: string,
): PackFinding {
  const { line, column } = placeAt(places, pointer);
  return {
    place: { file: places.file, line, column },
    code,
    severity: "error",
    message,
    details: [{ kind: "note", text: `instead: ${instead}` }],
    facts: { pointer, instead },
  };
}

function listed(paths: readonly string[]): string {
  const [first = "", second, ...more] = paths;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

function shown(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}
