// `pnpm generate`: generates code and the field reference from schemas/. `pnpm generate --check` only tells whether they are stale.
import { spawnSync } from "node:child_process";

const [flag, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (flag !== undefined && flag !== "--check")) {
  console.error(`usage: pnpm generate [--check], received ${process.argv.slice(2).join(" ")}`);
  process.exit(2);
}
// turbo builds the generator first, and skips the work when neither it nor a schema has changed.
const task = flag === "--check" ? "//#generate:check" : "//#generate:write";
const { status } = spawnSync("turbo", ["run", task, "--output-logs=new-only", "--log-prefix=none"], { stdio: "inherit" });
process.exit(status ?? 1);
