import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "@metric-events/system";
import { EditedJson, jsonMistake } from "../json/edit-json.js";
import { type CiHost, ciHosts, type ProjectFacts, readText } from "./facts.js";
import { addToManifest } from "./manifest-additions.js";
import {
  configFile,
  copiedSchemas,
  editorAssociations,
  firstSchemas,
  type Layout,
  type ScriptNames,
  type WantedFile,
  workflowFiles,
} from "./project-files.js";
import { type FileOutcome, outcomeOf, refuseOutside, writeNew } from "./write-files.js";

export interface InitOptions {
  readonly layout: Layout;
  /** For which hosts a workflow is written. */
  readonly hosts: readonly CiHost[];
  /** Version of the packages to depend on. */
  readonly version: string;
  /** The schemas of event and config files, for projects that have no `node_modules`. */
  readonly schemas: { readonly event: string; readonly config: string };
}

export interface InitResult {
  readonly files: readonly FileOutcome[];
  /** What to do next, one command each. */
  readonly next: readonly string[];
  /** How to check before each commit; `undefined` outside of a git repository. */
  readonly hook: string | undefined;
}

/** A file with what becomes of it, and how it is written. */
interface Step extends FileOutcome {
  readonly write?: () => boolean;
}

/** The layout of a project that has none yet, and the hosts that its repository seems to have. */
export function initDefaults({ folder, hosts, isGitTop }: ProjectFacts): {
  readonly layout: Layout;
  readonly hosts: readonly CiHost[];
} {
  const out = existsSync(join(folder, "src")) ? "src/events" : "events";
  const layout = { schemas: hasOtherSchemas(folder) ? "event-schemas" : "schemas", out, log: "metrics.log" };
  // A host reads workflows at the top of the repository only.
  if (isGitTop === false) return { layout, hosts: [] };
  return { layout, hosts: hosts.length === 0 ? ciHosts : hosts };
}

/**
 * Writes what a project needs to describe its events. Nothing is overwritten: files that are there are left alone, except that
 * package.json, the settings of the editor and .gitignore get what they lack. Run again, it adds what is missing.
 *
 * @throws {ProjectError} `outside`, before anything is written.
 */
export function initProject(facts: ProjectFacts, options: InitOptions): InitResult {
  const { layout, hosts, version } = options;
  const before = facts.manifest.text;
  const { scripts, added } = addToManifest(facts, version);
  const files = [
    ...firstSchemas(facts, layout),
    ...copiedSchemas(facts, layout, options.schemas),
    ...workflowFiles(facts, hosts, scripts),
  ];
  const steps: readonly Step[] = [
    ...files.map((file) => newFile(facts, file)),
    extended(facts, "package.json", before, facts.manifest.text, added.join(", ")),
    editorSettings(facts, layout),
    ...ignoredLog(facts, layout),
    // The last one: it tells that the project is set up.
    config(facts, layout),
  ];
  for (const { path, write } of steps) if (write !== undefined) refuseOutside(facts.folder, path);
  const outcomes = steps.map(({ write, ...outcome }): FileOutcome => {
    const isDone = write === undefined || write();
    return isDone ? outcome : { path: outcome.path, outcome: "left" };
  });
  return { files: outcomes, next: nextCommands(facts, scripts), hook: hookHint(facts, scripts) };
}

function newFile({ folder }: ProjectFacts, { path, content, otherwise }: WantedFile): Step {
  const outcome = outcomeOf(folder, path, content);
  if (outcome === "written") return { path, outcome, write: () => writeNew(folder, path, content) };
  return { path, outcome, ...(otherwise === undefined || outcome !== "left" ? {} : { detail: otherwise }) };
}

/** A config file that is there may lack something. */
function config(facts: ProjectFacts, layout: Layout): Step {
  const wanted = configFile(facts, layout);
  const step = newFile(facts, wanted);
  if (step.outcome !== "left") return step;
  const current = new EditedJson(readText(join(facts.folder, wanted.path)));
  const entries = Object.entries(JSON.parse(wanted.content) as Record<string, unknown>);
  const lacking = entries.filter(([key]) => current.get([key]) === undefined);
  if (lacking.length === 0) return { path: wanted.path, outcome: "unchanged" };
  const added = lacking.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ");
  return { ...step, detail: `you may add ${added}` };
}

function extended({ folder }: ProjectFacts, path: string, before: string, after: string, detail: string): Step {
  if (before === after) return { path, outcome: "unchanged" };
  const write = (): boolean => {
    replaceFile(join(folder, path), after);
    return true;
  };
  return { path, outcome: "extended", detail, write };
}

/** Visual Studio Code completes and checks files that do not name their schema yet, too. */
function editorSettings(facts: ProjectFacts, layout: Layout): Step {
  const path = ".vscode/settings.json";
  const wanted = editorAssociations(facts, layout);
  const content = `${JSON.stringify({ "json.schemas": wanted }, null, 2)}\n`;
  const file = join(facts.folder, path);
  if (!existsSync(file)) return newFile(facts, { path, content });
  const before = readText(file);
  const mistake = jsonMistake(before, { comments: true });
  if (mistake !== undefined) {
    const detail = `${mistake}; "json.schemas" would name the schemas of event and config files`;
    return { path, outcome: "left", detail };
  }
  const settings = new EditedJson(before);
  const current = settings.get(["json.schemas"]) ?? [];
  if (!Array.isArray(current)) return { path, outcome: "left", detail: '"json.schemas" is not a list' };
  const known = new Set(current.map((each: unknown) => Reflect.get(Object(each), "url")));
  for (const each of wanted) if (!known.has(Reflect.get(each, "url"))) settings.append(["json.schemas"], each);
  return extended(facts, path, before, settings.text, "the schemas of event and config files");
}

/** The log, and the logs rotated away from it, are not for git. */
function ignoredLog(facts: ProjectFacts, { log }: Layout): readonly Step[] {
  const { folder, isGitTop } = facts;
  const path = ".gitignore";
  const file = join(folder, path);
  const isInside = !log.startsWith("/") && !log.split("/").includes("..");
  if (!isInside || (isGitTop === undefined && !existsSync(file))) return [];
  const line = `/${log.replace(/^\.\//, "").replaceAll(/[\\!#*?[\]]/g, "\\$&")}*`;
  if (!existsSync(file)) return [newFile(facts, { path, content: `${line}\n` })];
  const before = readText(file);
  if (before.split(/\r?\n/).includes(line)) return [{ path, outcome: "unchanged" }];
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  const glue = before === "" || before.endsWith("\n") ? "" : end;
  return [extended(facts, path, before, `${before}${glue}${line}${end}`, line)];
}

const runners = {
  npm: { install: "npm install", exec: "npx metric-events", run: "npm run" },
  pnpm: { install: "pnpm install", exec: "pnpm exec metric-events", run: "pnpm run" },
  yarn: { install: "yarn install", exec: "yarn metric-events", run: "yarn run" },
  "yarn-1": { install: "yarn install", exec: "yarn -s metric-events", run: "yarn run" },
} as const;

function nextCommands({ manager }: ProjectFacts, { generate }: ScriptNames): readonly string[] {
  const { install, exec, run } = runners[manager];
  const event = `${exec} new order_placed "A customer placed an order." --field "amount:number:EUR What it costs."`;
  return [install, event, `${run} ${generate}`];
}

function hookHint({ manager, hooks, isGitTop }: ProjectFacts, { check }: ScriptNames): string | undefined {
  const command = `${runners[manager].run} ${check}`;
  switch (hooks) {
    case "husky":
      return `echo '${command}' >> .husky/pre-commit`;
    case "lefthook":
      return `in lefthook.yml, pre-commit: { commands: { events: { run: ${command} } } }`;
    case "pre-commit":
      return `in .pre-commit-config.yaml, a local hook with entry: ${command}`;
    case undefined:
      // In a work tree of another repository, .git is a file; in a subfolder, there is none, and hooks run at the top.
      return isGitTop === true
        ? `hook="$(git rev-parse --git-path hooks/pre-commit)"; echo '${command}' >> "$hook" && chmod +x "$hook"`
        : undefined;
    default:
      return hooks satisfies never;
  }
}

/** Whether `schemas` holds something else than event schemas. */
function hasOtherSchemas(folder: string): boolean {
  const schemas = join(folder, "schemas");
  if (!existsSync(schemas)) return false;
  const ours = new Set(["events", "shared", "meta", "README.md"]);
  return readdirSync(schemas).some((name) => !ours.has(name));
}
