export { type CiHost, ciHosts, type ProjectFacts, projectFacts } from "./init/facts.js";
export { type InitOptions, type InitResult, initDefaults, initProject } from "./init/init-project.js";
export type { Layout } from "./init/project-files.js";
export type { FileOutcome } from "./init/write-files.js";
export { type NewEvent, type NewEventOptions, newEvent } from "./new-event/new-event.js";
export { ProjectError, type ProjectErrorCode } from "./project-error.js";
