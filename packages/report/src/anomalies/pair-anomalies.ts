import type { AnomalyFacts } from "../model/anomaly.js";
import type { Gathered } from "../report-gatherer.js";

/** What begins and does not end, and what ends and never began. */
export function pairAnomalies({ pairings, places, plan }: Gathered): readonly AnomalyFacts[] {
  return pairings.flatMap((pairing): AnomalyFacts[] => {
    const { begin, end, begun, ended, lost, unbegun, isGivenUp } = pairing.finish();
    const nowhere = { from: undefined, to: undefined, hosts: [] } as const;
    const pair = { begin, end, event: begin };
    if (isGivenUp) return [{ kind: "unpaired", ...pair, ...nowhere, count: begun, examples: [] }];
    return [
      ...(lost.count === 0
        ? []
        : [
            {
              kind: "lost",
              ...pair,
              ...nowhere,
              hours: plan.lostAfter / 3600,
              count: lost.count,
              of: begun,
              examples: lost.examples.map(({ place, time }) => ({ ...places.decode(place), time })),
            } as const,
          ]),
      ...(unbegun.count === 0
        ? []
        : [
            {
              kind: "unbegun",
              ...pair,
              event: end,
              ...nowhere,
              count: unbegun.count,
              of: ended,
              examples: unbegun.examples.map(({ place, time }) => ({ ...places.decode(place), time })),
            } as const,
          ]),
    ];
  });
}
