import { seededRandom } from "./random.js";

export interface FleetOptions {
  readonly seed: number;
  /** How many events to make up, at least. */
  readonly events: number;
  /** Unix time of the first. Default: 2026-09-01T00:00:00Z. */
  readonly start?: number;
  /** Seconds between jobs in the mean. Default: 12. */
  readonly jobEvery?: number;
}

const flavors = ["small", "medium", "large", "large-arm64", "gpu"] as const;
const workflows = [
  "CI / unit tests",
  "CI / lint",
  "Release",
  "Nightly",
  "Docs",
  "Integration tests (postgres)",
] as const;
const triggers = ["pull_request", "push", "schedule", "workflow_dispatch"] as const;
const conclusions = ["success", "success", "success", "success", "failure", "failure", "cancelled", "skipped"] as const;
const repositories = Array.from(
  { length: 24 },
  (_, index) => `acme/${["widgets", "gears", "cogs", "levers"][index % 4]}-${index}`,
);
const reconcileEvery = 1800;

/** The life of a fleet of CI runners, as the lines of its log, in the order of time: the same for the same seed. */
export function* fleetLog({ seed, events, start = 1_788_220_800, jobEvery = 12 }: FleetOptions): Generator<string> {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() ** 1.7 * values.length)] as T;
  /** Log-normal, which times of jobs and queues are. */
  const spread = (median: number, sigma: number): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.round(median * Math.exp(sigma * normal) * 1000) / 1000;
  };
  const stops: { time: number; line: string }[] = [];
  let now = start;
  let nextReconciliation = start;
  let made = 0;
  while (made < events) {
    const hour = ((now - start) / 3600) % 24;
    // Twice as many jobs in the afternoon as at night, and longer queues.
    const pressure = 1 + 0.6 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
    now += (-Math.log(1 - random()) * jobEvery) / pressure;
    for (; nextReconciliation <= now; nextReconciliation += reconcileEvery) {
      for (const flavor of flavors) {
        const idle = Math.floor(random() * 6);
        const active = Math.floor(random() * 10 * pressure);
        const crashed = random() < 0.1 ? 1 : 0;
        yield `{"timestamp":${round(nextReconciliation + random())},"event":"reconciliation","flavor":"${flavor}","crashed_runners":${crashed},"idle_runners":${idle},"active_runners":${active},"expected_runners":16,"duration":${spread(9, 0.4)}}`;
        made++;
      }
    }
    for (let next = popUntil(stops, now); next !== undefined; next = popUntil(stops, now)) {
      yield next.line;
      made++;
    }
    const flavor = pick(flavors);
    if (random() < 0.3) {
      yield `{"timestamp":${round(now)},"event":"runner_installed","flavor":"${flavor}","duration":${spread(42, 0.3)}}`;
      made++;
    }
    const job = `"flavor":"${flavor}","workflow":"${pick(workflows)}","repo":"${pick(repositories)}","github_event":"${pick(triggers)}"`;
    const queue = random() < 0.95 ? `,"queue_duration":${spread(6 * pressure ** 3, 1)}` : "";
    yield `{"timestamp":${round(now)},"event":"runner_start",${job},"idle":${spread(30, 0.9)}${queue}}`;
    made++;
    const duration = spread(240, 0.8);
    const isNormal = random() < 0.97;
    const info = isNormal ? "" : `,"status_info":{"code":${random() < 0.7 ? 137 : 1}}`;
    const conclusion = random() < 0.98 ? `,"job_conclusion":"${isNormal ? pick(conclusions) : "failure"}"` : "";
    const stop = round(now + duration);
    push(stops, {
      time: stop,
      line: `{"timestamp":${stop},"event":"runner_stop",${job},"status":"${isNormal ? "normal" : "abnormal"}"${info},"job_duration":${duration}${conclusion}}`,
    });
  }
}

function round(time: number): number {
  return Math.round(time * 1000) / 1000;
}

type Timed = { readonly time: number };

/** A binary heap, the earliest first. */
function push<T extends Timed>(heap: T[], item: T): void {
  let index = heap.push(item) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if ((heap[parent] as T).time <= item.time) break;
    heap[index] = heap[parent] as T;
    index = parent;
  }
  heap[index] = item;
}

function popUntil<T extends Timed>(heap: T[], time: number): T | undefined {
  const first = heap[0];
  const last = heap.at(-1);
  if (first === undefined || last === undefined || first.time > time) return undefined;
  heap.pop();
  if (first === last) return first;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] as T).time < (heap[child] as T).time) child++;
    if ((heap[child] as T).time >= last.time) break;
    heap[index] = heap[child] as T;
    index = child;
  }
  heap[index] = last;
  return first;
}
