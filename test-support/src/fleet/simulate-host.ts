import type { FleetRecord } from "./fleet-types.js";
import { jobOf, rhythm, rounded, spread } from "./workload.js";

export interface HostPlan {
  readonly host: string;
  readonly random: () => number;
  readonly start: number;
  readonly end: number;
  readonly jobsPerHour: number;
  /** Whether a start is written only when its job is over. */
  readonly isLate: boolean;
  /** When one flavor loses all runners but one, while more jobs come. */
  readonly starving?: { readonly flavor: string; readonly from: number; readonly to: number } | undefined;
}

/** A record and when its line was written. */
interface Written extends FleetRecord {
  readonly written: number;
}

/** A time in which a host is down. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

const flavorShares: Readonly<Record<string, number>> = { small: 0.5, medium: 0.28, "large-arm64": 0.14, gpu: 0.08 };
const runnersOf: Readonly<Record<string, number>> = { small: 6, medium: 4, "large-arm64": 3, gpu: 2 };
const reconcileEvery = 600;
const hour = 3600;
const day = 24 * hour;

/** The life of one host, in the order in which its lines are written. */
export function simulateHost(plan: HostPlan): readonly FleetRecord[] {
  const outages = outagesOf(plan);
  const records = Object.keys(flavorShares).flatMap((flavor) => simulateFlavor(flavor, plan, outages));
  return records
    .filter(({ at }) => at >= plan.start && at < plan.end)
    .toSorted((left, right) => left.written - right.written)
    .map(({ host, at, event }) => ({ host, at, event }));
}

/** Restarts for maintenance, every ten days or so, in the small hours. */
export function outagesOf({ random, start, end }: Pick<HostPlan, "random" | "start" | "end">): readonly Outage[] {
  const outages: Outage[] = [];
  for (let next = start + (4 + 8 * random()) * day; next < end - 2 * day; next += (7 + 6 * random()) * day) {
    const from = Math.floor(next / day) * day + (2 + 3 * random()) * hour;
    outages.push({ from, to: from + (20 + 40 * random()) * 60 });
  }
  return outages;
}

function simulateFlavor(flavor: string, plan: HostPlan, outages: readonly Outage[]): Written[] {
  const { host, random, start, end } = plan;
  const records: Written[] = [];
  const write = (at: number, event: string, fields: Record<string, unknown>, written = at): void => {
    const timestamp = rounded(at);
    records.push({ host, at: timestamp, written, event: { timestamp, event, flavor, ...fields } });
  };
  const install = (from: number): number => {
    const duration = spread(random, 42, 0.25);
    const ready = rounded(from + 5 + duration);
    write(ready, "runner_installed", { duration });
    return ready;
  };
  const changes: { readonly time: number; readonly idle: number; readonly active: number }[] = [];
  const wasIdle = (from: number, to: number): void => {
    if (to > from) changes.push({ time: from, idle: 1, active: 0 }, { time: to, idle: -1, active: 0 });
  };
  const runners = Array.from({ length: runnersOf[flavor] ?? 1 }, () => ({ ready: install(start - 300 * random()) }));
  const starving = plan.starving?.flavor === flavor ? plan.starving : undefined;
  const isStarving = (time: number): boolean => starving !== undefined && time >= starving.from && time < starving.to;
  const perSecond = (plan.jobsPerHour * (flavorShares[flavor] ?? 0)) / hour;
  const restart = (runner: { ready: number }, until: number): void => {
    for (const outage of outages) {
      if (runner.ready >= outage.from || outage.from >= until) continue;
      wasIdle(runner.ready, outage.from);
      runner.ready = install(outage.to);
    }
  };

  for (let arrival = start; ; ) {
    const factor = isStarving(arrival) ? 6 : 1;
    arrival += -Math.log(1 - random()) / (perSecond * 3 * factor);
    if (arrival >= end) break;
    if (random() > (isStarving(arrival) ? 1 : rhythm(arrival) / 3)) continue;
    if (outages.some(({ from, to }) => arrival >= from - 60 && arrival < to)) continue;
    for (const runner of runners) restart(runner, arrival);
    // One runner is left while the flavor starves.
    if (starving !== undefined && isStarving(arrival)) {
      for (const runner of runners.slice(1)) {
        if (runner.ready >= starving.to) continue;
        wasIdle(runner.ready, Math.min(arrival, starving.to));
        runner.ready = install(starving.to);
      }
    }
    const runner = runners.reduce((best, each) => (each.ready < best.ready ? each : best));
    const started = rounded(Math.max(arrival, runner.ready) + spread(random, 4, 0.7));
    const outage = outages.find(({ from }) => from > started);
    wasIdle(runner.ready, started);
    const job = jobOf(random, arrival);
    const isCut = outage !== undefined && started + job.duration > outage.from;
    const stopped = rounded(isCut ? outage.from : started + job.duration);
    const { workflow, repo, github_event } = job;
    const about = { workflow, repo, github_event };
    const queue = random() < 0.95 ? { queue_duration: rounded(started - arrival) } : {};
    write(
      started,
      "runner_start",
      { ...about, idle: rounded(started - runner.ready), ...queue },
      plan.isLate ? stopped : started,
    );
    const isNormal = !isCut && random() < 0.98;
    const info = isNormal ? {} : { status_info: { code: random() < 0.7 ? 137 : 1 } };
    const conclusion = random() < 0.98 ? { job_conclusion: isNormal ? job.conclusion : "cancelled" } : {};
    write(stopped, "runner_stop", {
      ...about,
      status: isNormal ? "normal" : "abnormal",
      ...info,
      job_duration: rounded(stopped - started),
      ...conclusion,
    });
    changes.push({ time: started, idle: 0, active: 1 }, { time: stopped, idle: 0, active: -1 });
    runner.ready = install(isCut ? outage.to : stopped);
  }
  for (const runner of runners) {
    restart(runner, end);
    wasIdle(runner.ready, end + day);
  }
  reconcile(flavor, plan, outages, changes, write);
  return records.map((record) => inItsGeneration(record, start));
}

function reconcile(
  flavor: string,
  { random, start, end }: HostPlan,
  outages: readonly Outage[],
  changes: readonly { readonly time: number; readonly idle: number; readonly active: number }[],
  write: (at: number, event: string, fields: Record<string, unknown>) => void,
): void {
  const sorted = changes.toSorted((left, right) => left.time - right.time);
  let [next, idle, active] = [0, 0, 0];
  for (let time = start + reconcileEvery * random(); time < end; time += reconcileEvery) {
    const at = time + 3 * random();
    for (let change = sorted[next]; change !== undefined && change.time <= at; change = sorted[++next]) {
      idle += change.idle;
      active += change.active;
    }
    if (outages.some(({ from, to }) => at >= from && at < to)) continue;
    write(at, "reconciliation", {
      crashed_runners: random() < 0.03 ? 1 : 0,
      idle_runners: Math.max(0, idle),
      active_runners: Math.max(0, active),
      expected_runners: runnersOf[flavor] ?? 1,
      duration: spread(random, 9, 0.4),
    });
  }
}

/** Managers were updated twice: events of before lack fields that did not exist yet. */
function inItsGeneration(record: Written, start: number): Written {
  const [second, third] = [start + 1.4 * day, start + 2.6 * day];
  const { queue_duration: _queue, ...first } = record.event;
  const {
    active_runners: _active,
    expected_runners: _expected,
    ...without
  } = record.at < second ? first : record.event;
  return record.at < third ? { ...record, event: without } : record;
}
