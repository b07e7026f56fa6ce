import type { Anomaly, AnomalyFacts } from "../model/anomaly.js";
import type { SilencedFinding } from "../model/report.js";
import type { FindingIgnore } from "./ignore-config.js";

/** Findings to be shown, and those that settings silence, each with the first entry that is about it. */
interface Silenced {
  readonly shown: readonly Anomaly[];
  readonly silenced: readonly SilencedFinding[];
  /** Entries whose day has passed, which silence nothing any more. */
  readonly expired: readonly ExpiredIgnore[];
}

export interface ExpiredIgnore {
  readonly entry: FindingIgnore & { readonly until: string };
  /** How many findings it would silence. */
  readonly count: number;
}

/** @param today a day such as 2027-03-31. */
export function silence(findings: readonly Anomaly[], ignore: readonly FindingIgnore[], today: string): Silenced {
  const inForce = ignore.filter(({ until }) => until === undefined || today <= until);
  const entries = findings.map((finding) => ({ finding, entry: inForce.find((each) => isAbout(each, finding)) }));
  return {
    shown: entries.flatMap(({ finding, entry }) => (entry === undefined ? [finding] : [])),
    silenced: entries.flatMap(({ finding, entry }) =>
      entry === undefined ? [] : [{ finding, reason: entry.reason, until: entry.until }],
    ),
    expired: ignore.flatMap((entry): ExpiredIgnore[] => {
      const { until } = entry;
      if (until === undefined || today <= until) return [];
      return [{ entry: { ...entry, until }, count: findings.filter((finding) => isAbout(entry, finding)).length }];
    }),
  };
}

function isAbout({ kind, event, field, host }: FindingIgnore, finding: AnomalyFacts): boolean {
  if (kind !== finding.kind) return false;
  if (event !== undefined && !eventsOf(finding).includes(event)) return false;
  if (field !== undefined && !("field" in finding && finding.field === field)) return false;
  if (host === undefined) return true;
  const hosts = new Set([host].flat());
  return finding.hosts.length > 0 && finding.hosts.every((each) => hosts.has(each));
}

/** Both events of a pair. */
function eventsOf(finding: AnomalyFacts): readonly string[] {
  if ("begin" in finding) return [finding.begin, finding.end];
  if ("events" in finding) return finding.events;
  return "event" in finding ? [finding.event] : [];
}
