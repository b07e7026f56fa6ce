import type { Change } from "./diff/change.js";
import type { TrackedChange } from "./diff/compared-pair.js";
import { compareNormals } from "./diff/differ.js";
import { type Compatibility, explain, type TrackedStep } from "./diff/explain.js";
import type { JsonSchema } from "./json/value.js";
import { type NormalizeOptions, normalize } from "./normal/normalize.js";
import { SchemaWriter } from "./normal/to-schema.js";
import { Inquiry, type Options } from "./question.js";

export interface CompareOptions extends Options {
  /** Annotation keywords to compare as well, such as `unit`. Default: none. */
  readonly annotations?: readonly string[];
}

/** One version of a contract: what writers may write, and what readers accept. A schema alone is both. */
export interface Revision {
  readonly writer: JsonSchema;
  /** Changes and their locations are those of the reader. */
  readonly reader: JsonSchema;
}

export interface Comparison {
  /** All differences of meaning between the two readers, including harmless ones. */
  readonly changes: readonly Change[];
  /** Whether readers of the candidate read what was written under the baseline. */
  readonly backward: Compatibility;
  /** Whether readers of the baseline read what is written under the candidate. */
  readonly forward: Compatibility;
}

/** Steps to find out whether a difference is only one of spelling; when they run out, it is reported. */
const meaningBudget = 50_000;

/**
 * The differences of meaning between two schemas. Another spelling is not a difference: a `$ref` extracted, an `allOf`
 * flattened, a `const` for an `enum` of one, a pattern respelled.
 */
export function diff(baseline: JsonSchema, candidate: JsonSchema, options: CompareOptions = {}): Change[] {
  return compared(baseline, candidate, options).changes.map(({ change }) => change);
}

/**
 * The differences between two versions, and which of them break readers in each direction. Each break comes with an instance
 * that shows it.
 */
export function compare(
  baseline: Revision | JsonSchema,
  candidate: Revision | JsonSchema,
  options: CompareOptions = {},
): Comparison {
  const [before, after] = [revisionOf(baseline), revisionOf(candidate)];
  const { changes, normals, inquiry, writer } = compared(before.reader, after.reader, options);
  const backward = explain(inquiry, writer, {
    subset: before.writer,
    superset: after.reader,
    origin: normals.baseline,
    normal: normals.candidate,
    steps: changes.map(({ change, effect, revert }) => ({ change, effect, undo: revert })),
  });
  const forward = explain(inquiry, writer, {
    subset: after.writer,
    superset: before.reader,
    origin: normals.candidate,
    normal: normals.baseline,
    steps: changes.map(backwards),
  });
  return { changes: changes.map(({ change }) => change), backward, forward };
}

/** Seen from the candidate, what was added is removed. */
function backwards({ change, effect, apply }: TrackedChange): TrackedStep {
  const mirrored = effect === "narrows" ? "widens" : effect === "widens" ? "narrows" : effect;
  return { change, effect: mirrored, undo: apply };
}

function compared(baseline: JsonSchema, candidate: JsonSchema, options: CompareOptions) {
  const writer = new SchemaWriter();
  const inquiry = new Inquiry(options, writer.plain);
  const { annotations = [], dialect, documents, formats } = options;
  const settings = (prefix: string): NormalizeOptions => ({
    prefix,
    annotations,
    ...(dialect === undefined ? {} : { dialect }),
    ...(documents === undefined ? {} : { documents }),
  });
  const normals = {
    baseline: normalize(baseline, settings("baseline ")),
    candidate: normalize(candidate, settings("candidate ")),
  };
  const definitions = [normals.baseline.definitions, normals.candidate.definitions];
  const changes = compareNormals(normals.baseline, normals.candidate, {
    isFormatAsserted: formats === "assert",
    proves: (subset, superset) =>
      inquiry.proves(writer.write(subset, definitions), writer.write(superset, definitions), meaningBudget),
  });
  return { changes, normals, inquiry, writer };
}

function revisionOf(schema: Revision | JsonSchema): Revision {
  const isRevision =
    typeof schema === "object" && schema !== null && Object.hasOwn(schema, "writer") && Object.hasOwn(schema, "reader");
  return isRevision ? (schema as unknown as Revision) : { writer: schema as JsonSchema, reader: schema as JsonSchema };
}
