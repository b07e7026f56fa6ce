import { Reconciliation, RunnerInstalled, RunnerStart } from "@metric-events/core";

export const installed = RunnerInstalled({ timestamp: 1700000000.25, flavor: "small", duration: 12.5 });
export const installedLine = '{"timestamp":1700000000.25,"event":"runner_installed","flavor":"small","duration":12.5}';

export const reconciled = Reconciliation({
  timestamp: 1700000001,
  flavor: "größe-🚀",
  crashed_runners: 0,
  idle_runners: 3,
  duration: 0.5,
});

/** An event that carries its number, so that it can be found again; `padding` makes it longer. */
export function numbered(writer: string, sequence: number, padding = ""): RunnerStart {
  return RunnerStart({
    timestamp: 1700000002,
    flavor: writer,
    workflow: String(sequence),
    repo: `canonical/${padding}`,
    github_event: "push",
    idle: 1.5,
  });
}
