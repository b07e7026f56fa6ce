export { createFile } from "./create-file.js";
export { namingFile } from "./naming-file.js";
export { packageRoot } from "./package-root.js";
export { DanglingLinkError, installFile, isDanglingLink, replaceFile } from "./replace-file.js";
export {
  errorInWords,
  errorName,
  isSystemError,
  isTransient,
  type SystemError,
  systemReason,
} from "./system-error.js";
