// `pnpm generate`: generates code and the reference from schemas/. `pnpm generate --check` only says whether they are stale.
import { runTurbo } from "./run-turbo.js";

const [flag, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (flag !== undefined && flag !== "--check")) {
  console.error(`usage: pnpm generate [--check], received ${process.argv.slice(2).join(" ")}`);
  process.exit(2);
}
// turbo builds the generator first, and skips the work when neither it nor a schema has changed.
const tasks = flag === "--check" ? ["//#generate:check", "//#docs:check"] : ["//#generate:write", "//#docs:write"];
process.exit(runTurbo(...tasks));
