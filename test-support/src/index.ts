export { bound } from "./bound-child.js";
export { type FuzzOptions, fuzz } from "./fuzz.js";
export { gitEnvironment } from "./git-environment.js";
export { below, printedSeed, seededRandom } from "./random.js";
export { hasTool, onPath, requireInCi, toolPath } from "./require-tool.js";
export { temporaryFolder } from "./temporary-folder.js";
export { until } from "./until.js";
export { withoutRootRights } from "./without-root-rights.js";
