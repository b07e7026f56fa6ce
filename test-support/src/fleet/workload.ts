/** What runs on a fleet: kinds of jobs, and when people and timers start them. */

const hour = 3600;

const workflows = [
  { name: "CI / unit tests", share: 0.4, median: 240 },
  { name: "CI / lint", share: 0.25, median: 45 },
  { name: "Docs", share: 0.15, median: 90 },
  { name: "Integration tests (postgres)", share: 0.15, median: 900 },
  { name: "Release", share: 0.05, median: 600 },
] as const;
const nightly = { name: "Nightly", median: 5400 } as const;
const conclusions = ["success", "success", "success", "success", "success", "failure", "failure", "cancelled"] as const;
const repositories = Array.from(
  { length: 20 },
  (_, index) => `acme/${["widgets", "gears", "cogs", "levers"][index % 4]}-${index}`,
);

interface Job {
  readonly workflow: string;
  readonly repo: string;
  readonly github_event: string;
  readonly duration: number;
  readonly conclusion: string;
}

/** How many times as many jobs begin at a time as in the mean: working days of UTC, few jobs at night and at weekends. */
export function rhythm(unixSeconds: number): number {
  const hours = unixSeconds / hour;
  // Unix time began on a Thursday.
  const weekday = (Math.floor(hours / 24) + 3) % 7;
  const ofDay = 0.25 + 1.9 * Math.exp(-(((hours % 24) - 13.5) ** 2) / 18);
  return weekday >= 5 ? 0.12 * ofDay + 0.03 : ofDay;
}

export function jobOf(random: () => number, arrival: number): Job {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const repo = repositories[Math.floor(random() ** 1.7 * repositories.length)] as string;
  const ofDay = (arrival / hour) % 24;
  const isNightly = ofDay >= 1 && ofDay < 4 && random() < 0.3;
  let share = random();
  const workflow = isNightly ? nightly : (workflows.find((each) => (share -= each.share) < 0) ?? workflows[0]);
  return {
    workflow: workflow.name,
    repo,
    github_event: isNightly ? "schedule" : pick(["pull_request", "pull_request", "push", "workflow_dispatch"]),
    duration: spread(random, workflow.median, 0.8),
    conclusion: pick(conclusions),
  };
}

/** Log-normal, which times of jobs and queues are; of whole milliseconds. */
export function spread(random: () => number, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return rounded(median * Math.exp(sigma * normal));
}

export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
