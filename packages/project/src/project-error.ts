import { CodedError } from "@metric-events/runtime";

/**
 * - `no-manifest`: there is no package.json in the folder.
 * - `invalid-manifest`: the package.json cannot be added to.
 * - `invalid-event`: the name or a field of a new event is not one.
 * - `event-exists`: an event of that name is described already.
 * - `no-envelope`: no shared schema describes what every event carries.
 * - `outside`: a file would be written outside of the project, through a link.
 */
export type ProjectErrorCode =
  | "no-manifest"
  | "invalid-manifest"
  | "invalid-event"
  | "event-exists"
  | "no-envelope"
  | "outside";

/** Why a project or an event cannot be started. Nothing was written. */
export class ProjectError extends CodedError<ProjectErrorCode> {
  override readonly name = "ProjectError";
}
