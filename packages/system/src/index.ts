export { buildDigest } from "./cache/build-digest.js";
export { ProjectCache } from "./cache/project-cache.js";
export { memoryStore, type TextStore } from "./cache/text-store.js";
export { createFile } from "./create-file.js";
export { decodeUtf8 } from "./decode-utf8.js";
export { endlessReason, isEndlessDevice } from "./endless-device.js";
export { makeFolder } from "./make-folder.js";
export { namingFile } from "./naming-file.js";
export { packageRoot } from "./package-root.js";
export { readRegularFile, readTextFile } from "./read-file.js";
export { DanglingLinkError, installFile, isDanglingLink, replaceFile, replaceFiles } from "./replace-file.js";
export { ownerOf, statDescriptor, statPath } from "./stat-descriptor.js";
export {
  errorInWords,
  errorName,
  isSystemError,
  isTransient,
  type SystemError,
  systemReason,
} from "./system-error.js";
export { UnfitFileError } from "./unfit-file-error.js";
