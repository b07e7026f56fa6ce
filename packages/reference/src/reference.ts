import type { EventChanges, ReleaseChanges, SchemaHistory } from "@metric-events/check";
import { moduleName, typedExample } from "@metric-events/codegen";
import {
  type CatalogueModel,
  type EventModel,
  exampleOf,
  type FieldRow,
  fieldRows,
  type TypeModel,
  typeModels,
  typesOfEvent,
} from "@metric-events/schema";
import { type ExampleEvent, issuingCode } from "./issuing-code.js";

export interface ReferenceOptions {
  /** What changed from release to release. Default: nothing was released. */
  readonly history?: SchemaHistory | undefined;
  /** What code imports the events from. Default: `./generated/index.js`. */
  readonly module?: string | undefined;
  /** Whether there is code that issues events, and not their types alone. Default: true. */
  readonly hasCode?: boolean | undefined;
  /** The lines of a shell command that issues an event. Without it, pages show none. */
  readonly commandFor?: (event: EventModel, example: ExampleEvent) => readonly string[];
}

/** All that the pages say, whatever they are written in. */
export interface ReferenceContent {
  readonly events: readonly EventPage[];
  readonly types: readonly TypeSection[];
  readonly history: SchemaHistory;
}

export interface EventPage {
  readonly event: EventModel;
  /** Name of its files. */
  readonly slug: string;
  readonly rows: readonly FieldRow[];
  /** Names of the shared types that it consists of. */
  readonly types: readonly string[];
  readonly example: ExampleEvent | undefined;
  /** TypeScript that issues the example, in lines. */
  readonly code: readonly string[] | undefined;
  /** The same for a shell. */
  readonly command: readonly string[] | undefined;
  /** The event that it ends, with the name of its files. */
  readonly ends: Link | undefined;
  readonly changes: readonly ReleaseChange[];
}

export interface TypeSection {
  readonly type: TypeModel;
  readonly rows: readonly FieldRow[];
  readonly usedBy: readonly Link[];
}

/** An event, and the name of its files; `undefined` for one that has no page. */
export interface Link {
  readonly name: string;
  readonly slug: string | undefined;
}

interface ReleaseChange {
  readonly release: ReleaseChanges;
  readonly change: EventChanges;
}

const nothingReleased: SchemaHistory = { releases: [], notes: [] };

export function buildReference(model: CatalogueModel, options: ReferenceOptions): ReferenceContent {
  const { history = nothingReleased } = options;
  const slugs = new Map(model.events.map((event) => [event.eventName, moduleName(event)]));
  const link = (name: string): Link => ({ name, slug: slugs.get(name) });
  const events = model.events.map((event) => eventPage(event, model, options, history, link));
  const types = typeModels(model).map((type): TypeSection => {
    const usedBy = events.filter((page) => page.types.includes(type.name)).map(({ event }) => link(event.eventName));
    return { type, rows: fieldRows(type), usedBy };
  });
  return { events, types, history };
}

function eventPage(
  event: EventModel,
  model: CatalogueModel,
  { module, hasCode = true, commandFor }: ReferenceOptions,
  history: SchemaHistory,
  link: (name: string) => Link,
): EventPage {
  const example = exampleOf(event, model.definitions) as ExampleEvent | undefined;
  return {
    event,
    slug: moduleName(event),
    rows: fieldRows(event),
    types: typesOfEvent(event, model),
    example,
    code:
      example === undefined || !hasCode
        ? undefined
        : issuingCode(event, typedExample(event, model.definitions, example), module ?? "./generated/index.js"),
    command: example === undefined ? undefined : commandFor?.(event, example),
    ends: event.ends === undefined ? undefined : link(event.ends),
    changes: history.releases.flatMap((release) =>
      release.events.filter((change) => change.event === event.eventName).map((change) => ({ release, change })),
    ),
  };
}
