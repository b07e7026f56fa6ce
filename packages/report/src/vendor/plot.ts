// The build replaces this module by Plot itself, so that whoever installs the report does not install its 40 dependencies.
export * from "@observablehq/plot";
