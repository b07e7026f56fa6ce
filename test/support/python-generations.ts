/** A property of an event schema. */
type Property = Readonly<Record<string, unknown>>;

interface EventFields {
  readonly required: Readonly<Record<string, Property>>;
  readonly optional?: Readonly<Record<string, Property>>;
}

/** What the Python service wrote from a day on, by event. */
interface Generation {
  readonly since: string;
  readonly events: Readonly<Record<string, EventFields>>;
}

const text: Property = { type: "string", kind: "dimension" };
const seconds: Property = { type: "number", minimum: 0, kind: "measure", unit: "s" };
const wholeSeconds: Property = { ...seconds, type: "integer" };
/** The service set no minimum for counts. */
const runners: Property = { type: "integer", kind: "count", unit: "{runner}" };

const timestamp: Property = { type: "number", minimum: 0, kind: "identifier", unit: "s" };
const job = { flavor: text, workflow: text, repo: text, github_event: text };
const code: Property = {
  type: "object",
  required: ["code"],
  properties: { code: { description: "The code.", type: "integer", kind: "dimension" } },
};

const installed: EventFields = { required: { timestamp, flavor: text, duration: seconds } };
const start: EventFields = { required: { timestamp, ...job, idle: seconds } };
const stop: EventFields = { required: { timestamp, ...job, status: text, job_duration: seconds } };
const reconciled: EventFields = {
  required: { timestamp, flavor: text, crashed_runners: runners, idle_runners: runners, duration: seconds },
};
const withStatusInfo: EventFields = { ...stop, optional: { status_info: code } };
const withQueue: EventFields = { ...start, optional: { queue_duration: seconds } };
const withConclusion: EventFields = { ...stop, optional: { status_info: code, job_conclusion: text } };
const withActive: EventFields = { required: { ...reconciled.required, active_runners: runners } };

function generation(
  since: string,
  runner_start: EventFields,
  runner_stop: EventFields,
  reconciliation: EventFields,
): Generation {
  return { since, events: { runner_installed: installed, runner_start, runner_stop, reconciliation } };
}

/** Oldest first. A field that was null was left out of the line, so null is in none of them. */
export const generations: readonly Generation[] = [
  {
    since: "2023-10-10",
    events: {
      runner_installed: {
        required: { timestamp: { ...timestamp, type: "integer" }, flavor: text, duration: wholeSeconds },
      },
    },
  },
  { since: "2023-10-26", events: { runner_installed: installed, runner_start: start } },
  generation("2023-11-03", start, stop, reconciled),
  generation("2023-11-27", start, stop, withActive),
  generation("2023-12-01", start, stop, reconciled),
  generation("2023-12-12", start, withStatusInfo, reconciled),
  generation("2023-12-13", withQueue, withStatusInfo, reconciled),
  generation("2024-01-04", withQueue, withConclusion, reconciled),
  generation("2024-11-01", withQueue, withConclusion, { ...withActive, optional: { expected_runners: runners } }),
  generation("2026-03-26", withQueue, withConclusion, {
    required: { ...withActive.required, expected_runners: runners },
  }),
];

/** The schema of one event of a generation. */
export function schemaOf(eventName: string, { required, optional = {} }: EventFields): object {
  const properties = Object.entries({ ...required, ...optional }).map(([name, property]) => [
    name,
    { description: `The field ${name}.`, ...property },
  ]);
  return {
    title: eventName.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    description: "As the Python service wrote it.",
    type: "object",
    required: ["event", ...Object.keys(required)],
    properties: { event: { const: eventName }, ...Object.fromEntries(properties) },
  };
}
