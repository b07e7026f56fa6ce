import type { LogFile } from "@metric-events/reader";
import { count } from "@metric-events/text";
import { type ChosenFields, chooseFields, type FieldChoice } from "./envelope/choose-fields.js";
import { EventSketches } from "./event-sketches.js";
import { InferError } from "./infer-error.js";
import { LeftOut } from "./left-out.js";
import { type LogObject, logObjects, type ReadCallbacks } from "./log-objects.js";
import { leftOutLines } from "./print/left-out-lines.js";
import type { Proposal } from "./proposal.js";
import { proposeSchemas } from "./propose-schemas.js";
import { SketchBudget } from "./sketch/limits.js";

export interface InferOptions extends FieldChoice, ReadCallbacks {}

/** As much is read before the fields of the envelope are chosen. */
const sampleLines = 10_000;
const sampleCharacters = 4_000_000;

/**
 * Proposes event schemas for logs, read once, in bounded memory. The proposal accepts every line that it was made from, and the lint has nothing
 * against it. Lines that cannot be described are counted in it, and stop nothing.
 *
 * @throws {InferError} when nothing can be proposed, or the user has to choose.
 */
export async function inferSchemas(logs: readonly LogFile[], options: InferOptions = {}): Promise<Proposal> {
  const leftOut = new LeftOut();
  const sample: LogObject[] = [];
  let characters = 0;
  let unread = 0;
  let gathering: Gathering | undefined;
  const onUnread: ReadCallbacks["onUnread"] = (log) => {
    unread++;
    return options.onUnread?.(log);
  };
  for await (const objects of logObjects(logs, leftOut, { ...options, onUnread })) {
    for (const object of objects) {
      if (gathering !== undefined) gathering.sketches.add(object);
      else {
        sample.push(object);
        characters += object.length;
        if (sample.length >= sampleLines || characters >= sampleCharacters)
          gathering = gather(sample, options, leftOut);
      }
    }
  }
  if (sample.length === 0 && gathering === undefined) throw noLines(leftOut, unread);
  const { fields, sketches } = gathering ?? gather(sample, options, leftOut);
  return { ...proposeSchemas(fields, sketches), leftOut: leftOut.all };
}

interface Gathering {
  readonly fields: ChosenFields;
  readonly sketches: EventSketches;
}

/** Chooses the fields of the envelope, and takes the lines that were read so far. */
function gather(sample: LogObject[], choice: FieldChoice, leftOut: LeftOut): Gathering {
  const fields = chooseFields(sample, choice);
  const sketches = new EventSketches(fields, new SketchBudget(), leftOut);
  for (const object of sample) sketches.add(object);
  sample.length = 0;
  return { fields, sketches };
}

function noLines(leftOut: LeftOut, unread: number): InferError {
  if (unread > 0) return new InferError("unread-logs", `nothing to propose: ${count(unread, "log")} could not be read`);
  const [first, ...others] = leftOutLines(leftOut.all).trimEnd().split("\n");
  const message = "nothing to propose: expected lines that are JSON objects, received none";
  return new InferError("no-lines", [first === "" ? message : `${message}; ${first}`, ...others]);
}
