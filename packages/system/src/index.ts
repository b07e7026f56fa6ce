export { createFile } from "./create-file.js";
export { decodeUtf8 } from "./decode-utf8.js";
export { namingFile } from "./naming-file.js";
export { packageRoot } from "./package-root.js";
export { readRegularFile, readTextFile } from "./read-file.js";
export { DanglingLinkError, installFile, isDanglingLink, replaceFile } from "./replace-file.js";
export {
  errorInWords,
  errorName,
  isSystemError,
  isTransient,
  type SystemError,
  systemReason,
} from "./system-error.js";
export { UnfitFileError } from "./unfit-file-error.js";
