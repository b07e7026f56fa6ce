import { seededRandom } from "../random.js";
import type { Fleet, TroubleKind } from "./fleet-types.js";
import { simulateHost } from "./simulate-host.js";
import { seedTrouble } from "./troubles.js";

export interface FleetPlan {
  readonly seed: number;
  /** Default: 3. */
  readonly hosts?: number;
  /** At least 14. Default: 28. */
  readonly days?: number;
  /** Unix time of the first day, a Monday. Default: 2026-06-01T00:00:00Z. */
  readonly start?: number;
  /** What goes wrong. Default: nothing. */
  readonly troubles?: readonly TroubleKind[];
  /** Hosts, from the last, whose manager writes a start only when the job is over, so that lines are late by hours. Default: 0. */
  readonly lateHosts?: number;
  /** Jobs of a host in an hour, in the mean. Default: 6. */
  readonly jobsPerHour?: number;
}

const hour = 3600;
const day = 24 * hour;

/** The same fleet for the same plan. A trouble changes nothing but what it is about. */
export function makeFleet(plan: FleetPlan): Fleet {
  const { seed, days = 28, start = 1_780_272_000, lateHosts = 0, jobsPerHour = 6, troubles = [] } = plan;
  const hosts = Array.from({ length: plan.hosts ?? 3 }, (_, index) => `runner-host-${index + 1}`);
  const end = start + days * day;
  // On the second Wednesday.
  const from = start + 9 * day + 8 * hour;
  const starving = troubles.includes("starvation") ? { flavor: "small", from, to: from + 6 * hour } : undefined;
  const records = hosts.map((host, index) => {
    const random = seededRandom(seed * 31 + index);
    // Hosts join on different days, at any minute.
    const joined = start + (index === 0 ? 0 : 2 * day * random());
    const perHour = jobsPerHour * (1 - 0.12 * index);
    const isLate = index >= hosts.length - lateHosts;
    const only = index === 0 ? starving : undefined;
    return simulateHost({ host, random, start: joined, end, jobsPerHour: perHour, isLate, starving: only });
  });
  const healthy: Fleet = {
    hosts,
    start,
    end,
    records: new Map(hosts.map((host, index) => [host, records[index] ?? []])),
    troubles: starving === undefined ? [] : [{ kind: "starvation", hosts: hosts.slice(0, 1), ...starving, count: 1 }],
  };
  return troubles.reduce((fleet, kind) => seedTrouble(fleet, kind, seed), healthy);
}
