import { seededRandom } from "../random.js";
import { type Fleet, type TroubleKind, troubleKinds } from "./fleet-types.js";
import {
  all,
  changed,
  dropped,
  middle,
  moved,
  pick,
  recordsOf,
  replaced,
  type Seeding,
  sample,
  shifted,
  within,
  without,
  workingHour,
} from "./seeding.js";
import { rounded } from "./workload.js";

const hour = 3600;
const day = 24 * hour;

/** The fleet with one more trouble. */
export function seedTrouble(fleet: Fleet, kind: TroubleKind, seed: number): Fleet {
  const number = troubleKinds.indexOf(kind);
  return seeders[kind]({ fleet, kind, random: seededRandom(seed * 1009 + 7 * number + 1) });
}

const seeders: Readonly<Record<TroubleKind, (seeding: Seeding) => Fleet>> = {
  lost: (seeding) => without(seeding, "runner_stop", sample(seeding, "runner_stop", 12)),
  unbegun: (seeding) => without(seeding, "runner_start", sample(seeding, "runner_start", 12)),
  "lost-burst": (seeding) => {
    const { host, from } = workingHour(seeding);
    const stops = within(seeding, host, "runner_stop", from, from + hour);
    return without(seeding, "runner_stop", stops.slice(0, 20));
  },
  thousandfold: (seeding) => {
    const stops = all(seeding, "runner_stop");
    return changed(seeding, sample(seeding, "runner_stop", Math.ceil(stops.length * 0.003)), "job_duration", (value) =>
      rounded(Number(value) * 1000),
    );
  },
  "thousandfold-host": (seeding) => {
    const { host, from } = workingHour(seeding);
    const installed = within(seeding, host, "runner_installed", from, from + day);
    return changed(seeding, installed, "duration", (value) => rounded(Number(value) * 1000));
  },
  impossible: (seeding) => changed(seeding, sample(seeding, "runner_stop", 3), "job_duration", () => 32 * day + 1.5),
  epoch: (seeding) => changed(seeding, sample(seeding, "runner_start", 5), "idle", (_value, { at }) => at),
  "clock-ahead": (seeding) => shifted(seeding, 3 * hour),
  "clock-behind": (seeding) => shifted(seeding, -2 * hour),
  "clock-always-ahead": (seeding) => {
    const host = seeding.fleet.hosts.at(-1) ?? "";
    return moved(seeding, recordsOf(seeding, host), () => 5 * hour);
  },
  stray: (seeding) =>
    moved(seeding, sample(seeding, "reconciliation", 3), () => (seeding.random() < 0.5 ? -9 : -4) * day),
  "field-gone": (seeding) => {
    const { host, from } = workingHour(seeding);
    return changed(
      seeding,
      within(seeding, host, "runner_start", from, from + 9 * hour),
      "queue_duration",
      () => undefined,
    );
  },
  "field-vanished": (seeding) => {
    const { host } = workingHour(seeding);
    const { end } = seeding.fleet;
    return changed(
      seeding,
      within(seeding, host, "runner_stop", end - 3.5 * day, end),
      "job_conclusion",
      () => undefined,
    );
  },
  "field-flapping": (seeding) => {
    const { host, from } = workingHour(seeding);
    const starts = within(seeding, host, "runner_start", from, from + 9 * hour);
    const isOff = (time: number): boolean => Math.floor((time - from) / hour) % 3 === 0;
    return changed(
      seeding,
      starts.filter(({ at }) => isOff(at)),
      "queue_duration",
      () => undefined,
    );
  },
  "field-emptied": (seeding) => {
    const { host, from } = workingHour(seeding);
    return changed(seeding, within(seeding, host, "runner_stop", from, from + 10 * hour), "job_conclusion", () => "");
  },
  "value-renamed": (seeding) => {
    const from = middle(seeding);
    const renamed = [...seeding.fleet.records.values()]
      .flat()
      .filter(({ at, event }) => at >= from && event["flavor"] === "large-arm64");
    return changed(seeding, renamed, "flavor", () => "arm64-large");
  },
  "day-missing": (seeding) => {
    const { host, from } = workingHour(seeding);
    const midnight = Math.floor(from / day) * day;
    return dropped(
      seeding,
      recordsOf(seeding, host).filter(({ at }) => at >= midnight && at < midnight + day),
    );
  },
  "host-silent": (seeding) => {
    const host = pick(seeding.random, seeding.fleet.hosts);
    const from = seeding.fleet.end - 2.4 * day;
    return dropped(
      seeding,
      recordsOf(seeding, host).filter(({ at }) => at >= from),
    );
  },
  "flavor-silent": (seeding) => {
    const from = seeding.fleet.end - 5.3 * day;
    const silent = [...seeding.fleet.records.values()]
      .flat()
      .filter(({ at, event }) => at >= from && event["flavor"] === "medium");
    return { ...dropped(seeding, silent, { flavor: "medium" }) };
  },
  // Part of the simulation, since everything else follows from it.
  starvation: ({ fleet }) => fleet,
  "lines-twice": (seeding) => {
    const { host, from } = workingHour(seeding);
    const block = new Set(recordsOf(seeding, host).filter(({ at }) => at >= from && at < from + 2 * hour));
    const last = [...block].at(-1);
    return replaced(seeding, [...block], (record) => (record === last ? [record, ...block] : [record]));
  },
  "year-1970": (seeding) => {
    const chosen = sample(seeding, "runner_installed", 1);
    return replaced(seeding, chosen, (record) => [{ ...record, event: { ...record.event, timestamp: 41.5 } }]);
  },
  future: (seeding) => moved(seeding, sample(seeding, "runner_installed", 2), () => 3000 * day),
  milliseconds: (seeding) => {
    const chosen = sample(seeding, "runner_installed", 2);
    return replaced(seeding, chosen, (record) => [
      { ...record, event: { ...record.event, timestamp: Math.round(record.at * 1000) } },
    ]);
  },
};
