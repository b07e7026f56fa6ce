import { envelopePath, envelopeSchema, lint, parseSchemas } from "@metric-events/schema";
import type { ChosenFields } from "./envelope/choose-fields.js";
import { type EnvelopeFields, type LineMapping, proposedEnvelope } from "./envelope/envelope.js";
import { eventNames } from "./event-names.js";
import { EventSchemaWriter } from "./event-schema-writer.js";
import type { EventSketches } from "./event-sketches.js";
import type { EventProposal, Proposal, ProposedFile } from "./proposal.js";
import { dialect, envelopeOptions, eventPath, eventStub } from "./schema-texts.js";

/** Each round finds at least one more name that cannot be a field, or ends. */
const maxRounds = 10;

/** The schemas of the events that were gathered, such that the lint has nothing against them. */
export function proposeSchemas(fields: ChosenFields, sketches: EventSketches): Omit<Proposal, "leftOut"> {
  const { rivals, ...envelope } = fields;
  const names = eventNames([...sketches.byName.keys()]);
  const refused = new Map<string, Set<string>>();
  let proposed = proposeEvents(sketches, envelope, names, refused);
  for (let round = 0; round < maxRounds && noteRefused(proposed.files, refused); round++) {
    proposed = proposeEvents(sketches, envelope, names, refused);
  }
  return { mapping: mappingOf(envelope, names), rivals, lines: sketches.lines, ...proposed };
}

function mappingOf(envelope: Omit<ChosenFields, "rivals">, names: ReadonlyMap<string, string>): LineMapping {
  const list = [...names].map(([inLog, event]) => ({ inLog, event }));
  return {
    ...envelope,
    isIdentity: envelope.eventField !== undefined,
    names: list.toSorted((left, right) => (left.event < right.event ? -1 : 1)),
  };
}

function proposeEvents(
  { byName, earliest, isWhole }: EventSketches,
  fields: EnvelopeFields,
  names: ReadonlyMap<string, string>,
  refused: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly events: readonly EventProposal[]; readonly files: readonly ProposedFile[] } {
  const events: EventProposal[] = [];
  const envelope = proposedEnvelope(fields);
  // Names of fields that the envelope describes.
  const hidden: ReadonlySet<string> = new Set([envelope.nameField, envelope.timeField]);
  const options = { ...envelopeOptions(envelope, names), isWhole, allowsNegativeTime: earliest < 0 };
  const files: ProposedFile[] = [{ path: envelopePath, schema: { $schema: dialect, ...envelopeSchema(options) } }];
  for (const [inLog, sketch] of byName) {
    const name = names.get(inLog) ?? inLog;
    const path = eventPath(name);
    const writer = new EventSchemaWriter(refused.get(path) ?? new Set(), hidden);
    const {
      keywords: { properties, ...keywords },
      guesses,
    } = writer.event(sketch);
    const { properties: own, ...stub } = eventStub(name, inLog, envelope);
    files.push({ path, schema: { $schema: dialect, ...stub, ...keywords, properties: { ...own, ...properties } } });
    events.push({ name, lines: sketch.seen, guesses, fields: writer.evidence });
  }
  return {
    events: events.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    files: files.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
  };
}

/** The pointer of a field itself. */
const isField = /\/properties\/[^/]*$/;

/** Notes the fields that the lint refuses; whether there are any new ones. */
function noteRefused(files: readonly ProposedFile[], refused: Map<string, Set<string>>): boolean {
  const texts = files.map(({ path, schema }) => ({ path, text: JSON.stringify(schema) }));
  let isNew = false;
  for (const { location } of lint(parseSchemas("", texts))) {
    const path = location.file.slice(1);
    const pointers = refused.get(path) ?? new Set();
    if (!isField.test(location.pointer) || pointers.has(location.pointer)) continue;
    refused.set(path, pointers.add(location.pointer));
    isNew = true;
  }
  return isNew;
}
