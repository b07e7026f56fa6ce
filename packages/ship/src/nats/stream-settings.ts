import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import type { StreamConfig } from "../vendor/nats.js";
import { allSubjects } from "./block-message.js";
import type { StreamWishes } from "./client-options.js";

const second = 1_000_000_000;
const minWindow = 10 * second;

/** Seconds in which the server remembers the ids of messages. */
const windowSeconds = 120;

/** The settings of a stream for logs. */
export function streamSettings(
  name: string,
  { replicas, maxAgeSeconds, maxBytes }: StreamWishes,
): Partial<StreamConfig> & { name: string } {
  const window = maxAgeSeconds === 0 ? windowSeconds : Math.min(windowSeconds, maxAgeSeconds);
  return {
    name,
    description: "Lines of metrics logs, by metric-events ship",
    subjects: [allSubjects],
    retention: "limits",
    storage: "file",
    // A full stream takes nothing until the lake has what is in it, instead of forgetting it.
    discard: "new",
    num_replicas: replicas,
    max_age: maxAgeSeconds * second,
    max_bytes: maxBytes,
    duplicate_window: window * second,
  };
}

/** What is wrong with the settings of a stream; each with what it would do. */
export function settingsAtFault(config: StreamConfig): readonly string[] {
  const faults: string[] = [];
  const {
    subjects = [],
    retention,
    duplicate_window: window,
    max_msgs_per_subject: perSubject,
    no_ack: noAck,
  } = config;
  if (!subjects.includes(allSubjects)) faults.push(`its subjects are ${shownList(subjects)}: add ${allSubjects}`);
  if (retention !== "limits")
    faults.push(`its retention is ${retention}, which removes what was read once: set limits`);
  if (perSubject !== -1 && perSubject !== 0) {
    faults.push(`it keeps ${perSubject} messages of a log and forgets the others: set max_msgs_per_subject to -1`);
  }
  if (window < minWindow) {
    faults.push(
      `it remembers ids for ${window / second} s, so that two shippers may double lines: set duplicate_window to 2 minutes`,
    );
  }
  if (noAck) faults.push("it acknowledges nothing: set no_ack to false");
  if (config.mirror !== undefined || (config.sources ?? []).length > 0)
    faults.push("it is a copy of another stream: name that one");
  return faults;
}

export function wrongStream(name: string, faults: readonly string[]): ShipError {
  return new ShipError("wrong-stream", [
    `the stream ${name} loses or doubles lines:`,
    ...faults.map((fault) => `  ${fault}`),
    `Change it with the command nats: nats stream edit ${name}`,
  ]);
}

function shownList(subjects: readonly string[]): string {
  return subjects.length === 0 ? "none" : subjects.map((each) => printable(each)).join(", ");
}
