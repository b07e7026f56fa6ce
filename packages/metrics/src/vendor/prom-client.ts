// The build replaces this module by the part of prom-client that is used.
export { Registry } from "prom-client";
