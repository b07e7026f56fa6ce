import { below } from "../random.js";
import type { Fleet, FleetRecord, Trouble, TroubleKind } from "./fleet-types.js";
import { rounded } from "./workload.js";

type Change = (record: FleetRecord) => readonly FleetRecord[];

/** A fleet that is to get one more trouble. */
export interface Seeding {
  readonly fleet: Fleet;
  readonly kind: TroubleKind;
  readonly random: () => number;
}

const hour = 3600;
const day = 24 * hour;

/** A working hour of the third week, on some host. */
export function workingHour({ fleet, random }: Seeding): { readonly host: string; readonly from: number } {
  const days = (fleet.end - fleet.start) / day;
  const week = Math.floor(days / 7 / 2) * 7;
  const from = fleet.start + (week + below(random, 4)) * day + 9 * hour;
  return { host: pick(random, fleet.hosts), from };
}

export function middle({ fleet }: Seeding): number {
  return fleet.start + Math.floor((fleet.end - fleet.start) / day / 2) * day + 10 * hour;
}

export function pick<T>(random: () => number, values: readonly T[]): T {
  return values[below(random, values.length)] as T;
}

export function recordsOf({ fleet }: Seeding, host: string): readonly FleetRecord[] {
  return fleet.records.get(host) ?? [];
}

export function all({ fleet }: Seeding, event: string): readonly FleetRecord[] {
  return [...fleet.records.values()].flat().filter((record) => record.event["event"] === event);
}

/** Some events of a name, not near the edges of the log, where nothing can be told. */
export function sample(seeding: Seeding, event: string, count: number): readonly FleetRecord[] {
  const { fleet, random } = seeding;
  const inside = all(seeding, event).filter(({ at }) => at > fleet.start + 4 * day && at < fleet.end - 2 * day);
  const chosen = new Set<FleetRecord>();
  while (chosen.size < count) chosen.add(pick(random, inside));
  return [...chosen];
}

export function within(
  seeding: Seeding,
  host: string,
  event: string,
  from: number,
  to: number,
): readonly FleetRecord[] {
  return recordsOf(seeding, host).filter(
    (record) => record.event["event"] === event && record.at >= from && record.at < to,
  );
}

export function without(seeding: Seeding, event: string, chosen: readonly FleetRecord[]): Fleet {
  return dropped(seeding, chosen, { event });
}

export function dropped(seeding: Seeding, chosen: readonly FleetRecord[], about: Partial<Trouble> = {}): Fleet {
  return replaced(seeding, chosen, () => [], about);
}

/** Another value of a field, or none. */
export function changed(
  seeding: Seeding,
  chosen: readonly FleetRecord[],
  field: string,
  valueOf: (value: unknown, record: FleetRecord) => unknown,
): Fleet {
  const event = String(chosen[0]?.event["event"]);
  return replaced(
    seeding,
    chosen,
    (record) => [
      {
        ...record,
        event: Object.fromEntries(
          Object.entries(record.event).flatMap(([name, value]) => {
            const next = name === field ? valueOf(value, record) : value;
            return next === undefined ? [] : [[name, next] as const];
          }),
        ),
      },
    ],
    { event, field },
  );
}

/** The clock of a host is off for two days. */
export function shifted(seeding: Seeding, by: number): Fleet {
  const { host, from } = workingHour(seeding);
  return moved(
    seeding,
    recordsOf(seeding, host).filter(({ at }) => at >= from && at < from + 2 * day),
    () => by,
  );
}

export function moved(seeding: Seeding, chosen: readonly FleetRecord[], by: () => number): Fleet {
  return replaced(seeding, chosen, (record) => [
    { ...record, event: { ...record.event, timestamp: rounded(record.at + by()) } },
  ]);
}

export function replaced(
  seeding: Seeding,
  chosen: readonly FleetRecord[],
  change: Change,
  about: Partial<Trouble> = {},
): Fleet {
  const { fleet, kind } = seeding;
  const isChosen = new Set(chosen);
  const times = chosen.map(({ at }) => at);
  const trouble: Trouble = {
    kind,
    hosts: fleet.hosts.filter((host) => chosen.some((record) => record.host === host)),
    from: Math.min(...times),
    to: Math.max(...times),
    count: chosen.length,
    ...about,
  };
  const records = new Map(
    [...fleet.records].map(([host, own]) => [
      host,
      own.flatMap((record) => (isChosen.has(record) ? change(record) : [record])),
    ]),
  );
  return { ...fleet, records, troubles: [...fleet.troubles, trouble] };
}
