import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { envelopePath } from "@metric-events/schema";
import { formatJson } from "../json/format-json.js";
import type { CiHost, ProjectFacts } from "./facts.js";
import { envelopeText, exampleSchema } from "./templates/schemas.js";
import { githubWorkflow, gitlabJob } from "./templates/workflows.js";

/** Where things are, as paths from the project with slashes. */
export interface Layout {
  readonly schemas: string;
  readonly out: string;
  readonly log: string;
}

/** A file that the project needs, with its content where it is missing. */
export interface WantedFile {
  readonly path: string;
  readonly content: string;
  /** What is to be done where another file has that path. */
  readonly otherwise?: string;
}

/** Names of the scripts in package.json. */
export interface ScriptNames {
  readonly generate: string;
  readonly check: string;
}

/** How files of the project refer to the schemas of the command. */
interface SchemaPaths {
  readonly event: string;
  readonly config: string;
}

/** Path of a schema that the command brings along, from the project. With Plug'n'Play, of the copy that the project gets. */
export function schemaPaths({ modulesFolder }: ProjectFacts, { schemas }: Layout): SchemaPaths {
  const folder =
    modulesFolder === undefined
      ? `./${schemas}/meta`
      : `./${[modulesFolder, "node_modules/@metric-events/cli"].filter((part) => part !== "").join("/")}`;
  return { event: `${folder}/event.schema.json`, config: `${folder}/config.schema.json` };
}

/** The schemas to begin with: an envelope where the folder has no shared schemas, and an example where it has no events. */
export function firstSchemas(facts: ProjectFacts, layout: Layout): readonly WantedFile[] {
  const { schemas } = layout;
  const hasSchemas = (folder: string): boolean => holdsSchemas(join(facts.folder, schemas, folder));
  const target = resolve(facts.folder, schemaPaths(facts, layout).event);
  const dialect = relative(resolve(facts.folder, schemas, "events"), target)
    .split(sep)
    .join("/");
  const envelope = { path: `${schemas}/${envelopePath}`, content: envelopeText(dialect) };
  const example = { path: `${schemas}/events/job_finished.schema.json`, content: exampleSchema(dialect) };
  return [...(hasSchemas("shared") ? [] : [envelope]), ...(hasSchemas("events") ? [] : [example])];
}

/** The schemas of the command, copied where nothing leads into an installed package. */
export function copiedSchemas(
  { modulesFolder }: ProjectFacts,
  { schemas }: Layout,
  texts: { readonly event: string; readonly config: string },
): readonly WantedFile[] {
  if (modulesFolder !== undefined) return [];
  return [
    { path: `${schemas}/meta/event.schema.json`, content: texts.event },
    { path: `${schemas}/meta/config.schema.json`, content: texts.config },
  ];
}

/** The config file. */
export function configFile(facts: ProjectFacts, layout: Layout): WantedFile {
  const { schemas, out, log } = layout;
  const $schema = schemaPaths(facts, layout).config;
  const code = facts.language === "javascript" ? { code: "javascript" } : {};
  return { path: "metric-events.config.json", content: formatJson({ $schema, schemas, out, ...code, log }) };
}

/** What the hosts of the repository run. */
export function workflowFiles(
  { folder, manager }: ProjectFacts,
  hosts: readonly CiHost[],
  { check }: ScriptNames,
): readonly WantedFile[] {
  const run = (options: string): string => {
    const separator = manager === "npm" && options !== "" ? " --" : "";
    return `${manager.replace("-1", "")} run ${check}${separator}${options === "" ? "" : ` ${options}`}`;
  };
  const job = gitlabJob(manager, run(""));
  const main = ".gitlab-ci.yml";
  const isTaken = existsSync(join(folder, main));
  const files: Readonly<Record<CiHost, WantedFile>> = {
    github: {
      path: ".github/workflows/metric-events.yml",
      content: githubWorkflow(manager, run("--format github")),
    },
    gitlab: {
      path: main,
      content: job,
      ...(isTaken ? { otherwise: `add a job that runs ${installsThen(job)}` } : {}),
    },
  };
  return hosts.map((host) => files[host]);
}

function installsThen(job: string): string {
  return [...job.matchAll(/^ {4}- (.*)$/gm)]
    .map(([, command = ""]) => command)
    .filter((command) => !command.startsWith("if:"))
    .join(" && ");
}

/** Entries of `json.schemas` in the settings of Visual Studio Code. */
export function editorAssociations(facts: ProjectFacts, layout: Layout): readonly object[] {
  const { event, config } = schemaPaths(facts, layout);
  const { schemas } = layout;
  return [
    { fileMatch: [`/${schemas}/events/*.schema.json`, `/${schemas}/shared/*.schema.json`], url: event },
    { fileMatch: ["/metric-events.config.json"], url: config },
  ];
}

function holdsSchemas(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".schema.json"));
}
