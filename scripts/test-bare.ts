// `pnpm test:bare`: runs the README's test command as on a machine that has nothing but Node, npm and git. The last commit is
// cloned into a folder that nobody else may enter; the home is empty, optional programs are not on the path, CI is not set.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const optional = new Set(
  readFileSync(".ci/optional-programs", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => line.split(" ").slice(1)),
);
if (optional.size === 0) throw new Error(".ci/optional-programs names no program");

const { packageManager }: { packageManager: string } = JSON.parse(readFileSync("package.json", "utf8"));
// mkdtemp gives a mode of 700.
const folder = mkdtempSync(join(tmpdir(), "metric-events-bare-"));
try {
  process.exitCode = runBare(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runBare(work: string): number {
  const [home, clone, bin] = [join(work, "home"), join(work, "clone"), join(work, "bin")];
  mkdirSync(home);
  mkdirSync(bin);
  // How to reach the registry is not a part of the machine that is left out.
  const npmrc = join(homedir(), ".npmrc");
  if (existsSync(npmrc)) copyFileSync(npmrc, join(home, ".npmrc"));
  linkPrograms(bin);
  const cloned = run("git", ["clone", "--quiet", "--no-hardlinks", ".", clone], {});
  if (cloned !== 0) return cloned;
  const env = { ...outsideOfPnpm(process.env), HOME: home, PATH: bin };
  return run("npx", ["-y", packageManager.split("+")[0] ?? packageManager, "test"], { cwd: clone, env });
}

/** Every program on the path, but for the optional ones. */
function linkPrograms(bin: string): void {
  const isLinked = new Set<string>(optional);
  for (const source of (process.env["PATH"] ?? "").split(delimiter)) {
    if (source.includes("node_modules") || !existsSync(source)) continue;
    for (const name of readdirSync(source)) {
      if (isLinked.has(name)) continue;
      isLinked.add(name);
      symlinkSync(join(source, name), join(bin, name));
    }
  }
}

/** Without `CI`, and without what the pnpm that runs this script sets for it, but for the registry. */
function outsideOfPnpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^CI$|^p?npm_(?!config_registry$)/i.test(name)));
}

function run(command: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv }): number {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (error !== undefined) throw error;
  return status ?? 1;
}
