// The build replaces this module by the part of linkedom that is used.
export { parseHTML } from "linkedom";
