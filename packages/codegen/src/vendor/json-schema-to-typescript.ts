// The build replaces this module by the part of json-schema-to-typescript that is used: without prettier, which would be half of all that
// the command installs.
export { compile, type JSONSchema } from "json-schema-to-typescript";
