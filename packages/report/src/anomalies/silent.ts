import type { AnomalyFacts } from "../model/anomaly.js";
import { cell, type Series } from "../signals/event-signals.js";
import { added, type DetectorContext, groupedBy, type Step } from "./context.js";
import { coreOf, type Silence, silences } from "./rhythm.js";

const hour = 3600;
const day = 24 * hour;
/** Shorter times without events are restarts. */
const minHostSeconds = 6 * hour;
const minValueSeconds = day;
/** So many events would have been there. */
const minExpected = 20;

interface HostSteps {
  readonly host: string | undefined;
  readonly origins: ReadonlySet<number>;
  readonly steps: readonly Step[];
}

/** Times in which a host has no events, and values of the main dimension that have none: where other weeks have some in the same hours. */
export function silent(context: DetectorContext, isAhead: (origin: number) => boolean): readonly AnomalyFacts[] {
  const hosts = hostsOf(context);
  const end = Math.max(
    ...hosts
      // The last lines of a clock that is ahead would make all others look silent.
      .filter(({ origins }, _, all) => all.length === 1 || ![...origins].some(isAhead))
      .map(({ steps }) => (steps.at(-1)?.columns[cell.last] as number) ?? -Infinity),
  );
  const ofHosts = hosts.flatMap(({ host, origins, steps }) =>
    silences(steps, { ...context, end, minSeconds: minHostSeconds, minExpected }).map((silence) => ({
      ...silence,
      host,
      origins,
    })),
  );
  return [...joined(ofHosts, context), ...silentValues(context, end, ofHosts, hosts)];
}

function hostsOf(context: DetectorContext): readonly HostSteps[] {
  const series = context.events.flatMap((event) => [...event.series.values()]);
  return [...groupedBy(series, ({ origin }) => context.hostOf(origin) ?? "")].map(([host, own]) => ({
    host: host === "" ? undefined : host,
    origins: new Set(own.map(({ origin }) => origin)),
    steps: countsOf(own, context),
  }));
}

/** The events of each step, whatever their names. */
function countsOf(series: readonly Series[], { stepSeconds }: DetectorContext): readonly Step[] {
  return coreOf(added(series.map(({ table }) => table)), stepSeconds);
}

/** Silences of several hosts at the same time are one. */
function joined(
  found: readonly (Silence & Pick<HostSteps, "host">)[],
  context: DetectorContext,
): readonly AnomalyFacts[] {
  const groups: (typeof found)[number][][] = [];
  for (const each of found.toSorted((left, right) => left.from - right.from)) {
    const near = (other: Silence): boolean =>
      other.isLast === each.isLast && Math.abs(other.from - each.from) < hour && Math.abs(other.to - each.to) < hour;
    const group = groups.find(([other]) => other !== undefined && near(other));
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  return groups.map((group) => ({
    kind: group.every(({ isLast }) => isLast) ? "host-silent" : "gap",
    from: Math.min(...group.map(({ from }) => from)),
    to: Math.max(...group.map(({ to }) => to)),
    hosts: group.flatMap(({ host }) => host ?? []).toSorted(),
    count: group.length,
    expected: Math.round(group.reduce((sum, { expected }) => sum + expected, 0)),
    examples: group.flatMap(({ place }) => (place < 0 ? [] : [context.exampleAt(place, { detail: "the first line after it" })])),
  }));
}

function silentValues(
  context: DetectorContext,
  end: number,
  ofHosts: readonly (Silence & Pick<HostSteps, "origins">)[],
  hosts: readonly HostSteps[],
): readonly AnomalyFacts[] {
  const { main } = context;
  if (main === undefined) return [];
  return context.events.flatMap((event) =>
    [...groupedBy(event.series.values(), ({ group }) => group)].flatMap(([group, series]): AnomalyFacts[] => {
      const value = context.textOf(group);
      if (group === 0 || value === undefined) return [];
      const origins = new Set(series.map(({ origin }) => origin));
      const explained = (silence: Silence): boolean =>
        [...origins].every((origin) =>
          ofHosts.some((host) => host.origins.has(origin) && host.from <= silence.to && host.to >= silence.from + (silence.to - silence.from) / 2),
        );
      return silences(countsOf(series, context), { ...context, end, minSeconds: minValueSeconds, minExpected })
        .filter((silence) => !explained(silence))
        .map(({ from, to, expected, isLast, place }) => ({
          kind: "value-silent",
          event: event.plan.eventName,
          field: main,
          value,
          from,
          to,
          hosts: hosts.flatMap(({ host, origins: own }) => ([...own].some((each) => origins.has(each)) ? (host ?? []) : [])),
          count: Math.round(expected),
          expected: Math.round(expected),
          isBack: !isLast,
          examples: place < 0 ? [] : [context.exampleAt(place, { detail: "the first line after it" })],
        }));
    }),
  );
}
