import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Loaded at the first question, since loading takes 0.1 s and most events need no proof. The lint is synchronous, so it cannot use `import()`;
 * `require` takes ES modules from Node 20.19 on.
 */
export function loadCompat(): typeof import("@metric-events/compat") {
  return require("@metric-events/compat") as typeof import("@metric-events/compat");
}
