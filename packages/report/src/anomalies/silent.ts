import type { LineExample } from "../aggregate/line-example.js";
import type { AnomalyExample, AnomalyFacts } from "../model/anomaly.js";
import { cell, counted, type Series, type Step } from "../signals/cell-layout.js";
import { type DetectorContext, groupedBy, hostNames } from "./context.js";
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
  return [...joined(ofHosts, context), ...silentValues(context, end, ofHosts)];
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
  return coreOf(counted(series), stepSeconds);
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
    examples: group.flatMap(({ next }) => exampleAfter(next, context)),
  }));
}

/** Values of the main dimension: in all events that have them, where they fall silent at the same time. */
function silentValues(
  context: DetectorContext,
  end: number,
  ofHosts: readonly (Silence & Pick<HostSteps, "origins">)[],
): readonly AnomalyFacts[] {
  const { main } = context;
  if (main === undefined) return [];
  const found = context.events.flatMap((event) =>
    [...groupedBy(event.series.values(), ({ group }) => group)].flatMap(([group, series]) => {
      const value = context.textOf(group);
      if (value === undefined) return [];
      const origins = [...new Set(series.map(({ origin }) => origin))];
      return silences(countsOf(series, context), { ...context, end, minSeconds: minValueSeconds, minExpected })
        .filter((silence) => !origins.every((origin) => isSilent(origin, silence, ofHosts)))
        .map((silence) => ({ ...silence, event: event.plan.eventName, value, origins }));
    }),
  );
  const groups = groupedBy(found, ({ value, isLast, from }) =>
    JSON.stringify([value, isLast, isLast ? 0 : Math.round(from / day)]),
  );
  return [...groups.values()].map((group): AnomalyFacts => {
    const [{ value, isLast }] = group as [(typeof found)[number]];
    const expected = Math.round(group.reduce((sum, each) => sum + each.expected, 0));
    return {
      kind: "value-silent",
      events: group.map(({ event }) => event),
      field: main,
      value,
      from: Math.min(...group.map(({ from }) => from)),
      to: Math.max(...group.map(({ to }) => to)),
      hosts: hostNames(
        group.flatMap(({ origins }) => origins),
        context,
      ),
      count: expected,
      expected,
      isBack: !isLast,
      examples: group.flatMap(({ next }) => exampleAfter(next, context)).slice(0, 5),
    };
  });
}

/** Whether a host is silent for most of a time, so that everything on it is. */
function isSilent(
  origin: number,
  { from, to }: Silence,
  ofHosts: readonly (Silence & Pick<HostSteps, "origins">)[],
): boolean {
  return ofHosts.some(
    (host) => host.origins.has(origin) && Math.min(host.to, to) - Math.max(host.from, from) >= (to - from) / 2,
  );
}

function exampleAfter(line: LineExample | undefined, { exampleOf }: DetectorContext): readonly AnomalyExample[] {
  return line === undefined ? [] : [exampleOf(line, "the first line after it")];
}
