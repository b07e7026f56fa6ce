export { type ReferenceFormat, type ReferenceOptions, referenceFiles, referenceFormats } from "./reference-files.js";
export { type WriteReferenceOptions, writeReference } from "./write-reference.js";
