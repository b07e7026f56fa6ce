import { parse } from "yaml";

type Permissions = string | Readonly<Record<string, string>>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Permissions;
  readonly container?: string | { readonly image?: string };
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions?: Permissions;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** What is unsafe in a GitHub workflow, one line each; nothing where all is as OpenSSF Scorecard asks. */
export function unsafeIn(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs ?? {});
  const found = workflow.permissions === undefined ? ["no permissions at the top, so that a job may have all"] : [];
  if (jobs.length === 0) found.push("no jobs");
  if (canWrite(workflow.permissions)) found.push("the permissions at the top write; give them to a job");
  for (const [name, job] of jobs) {
    const image = typeof job.container === "string" ? job.container : job.container?.image;
    if (image !== undefined && !/@sha256:[0-9a-f]{64}$/.test(image)) found.push(`${name}: ${image} has no digest`);
    if (typeof job.permissions === "string") found.push(`${name}: permissions: ${job.permissions}`);
    for (const step of job.steps ?? []) found.push(...unsafeInStep(step).map((problem) => `${name}: ${problem}`));
  }
  for (const [, use] of text.matchAll(/\buses:\s*(.+)/g)) {
    if (!/ # v\d+(?:\.\d+)+$/.test(use ?? "")) found.push(`${use}: no comment that names its version`);
  }
  return found;
}

function unsafeInStep({ uses, run = "", with: inputs }: Step): string[] {
  const found: string[] = [];
  if (uses !== undefined && !/@[0-9a-f]{40}$/.test(uses)) found.push(`${uses} is not pinned by commit`);
  if (uses?.startsWith("actions/checkout@") && inputs?.["persist-credentials"] !== false) {
    found.push("a checkout leaves its credentials to all that runs after it");
  }
  if (run.includes("${{")) found.push("an expression in a script; hand it in by the environment");
  for (const [, args = ""] of run.matchAll(/\bnpx\s+((?:-\S+\s+)*\S+)/g)) {
    if (!/(?:^|\s)(?:@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/.test(packageOf(args))) {
      found.push(`npx ${args}: not pinned by version`);
    }
  }
  return found;
}

/** `-y -p package` and `-y package` → `package` */
function packageOf(args: string): string {
  return args.split(/\s+/).find((word) => !word.startsWith("-")) ?? "";
}

function canWrite(permissions: Permissions | undefined): boolean {
  return typeof permissions === "string"
    ? permissions !== "read-all"
    : Object.values(permissions ?? {}).some((access) => access !== "read" && access !== "none");
}
