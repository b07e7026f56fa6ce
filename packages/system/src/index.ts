export { buildDigest } from "./cache/build-digest.js";
export { ProjectCache } from "./cache/project-cache.js";
export { memoryStore, type TextStore } from "./cache/text-store.js";
export { createFile } from "./create-file.js";
export { namingFile } from "./naming-file.js";
export { packageRoot } from "./package-root.js";
export { DanglingLinkError, installFile, isDanglingLink, replaceFile, replaceFiles } from "./replace-file.js";
export {
  errorInWords,
  errorName,
  isSystemError,
  isTransient,
  type SystemError,
  systemReason,
} from "./system-error.js";
