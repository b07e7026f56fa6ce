import type { LineExample } from "../aggregate/line-example.js";
import type { Losses, LostHalf } from "../aggregate/losses.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import type { Gathered } from "../report-gatherer.js";
import { type DetectorContext, hostNames } from "./context.js";
import { lossBursts } from "./loss-bursts.js";

/** What begins and does not end, and what ends and never began; and where many of them come together on one host. */
export function pairAnomalies({ pairings, plan }: Gathered, context: DetectorContext): readonly AnomalyFacts[] {
  return pairings.flatMap((pairing): AnomalyFacts[] => {
    const { begin, end, begun, ended, lost, unbegun, isGivenUp } = pairing.finish();
    const pair = { begin, end, event: begin };
    if (isGivenUp) {
      return [{ kind: "unpaired", ...pair, from: undefined, to: undefined, hosts: [], count: begun, examples: [] }];
    }
    const found = ({ count, first, last, origins, examples }: Losses, which: 0 | 1): FoundLosses => ({
      count,
      from: first,
      to: last,
      hosts: hostNames(origins, context),
      examples: examples.map((loss) => context.exampleOf(pairing.exampleOf(loss, which))),
    });
    const burstsOf = (losses: Losses, which: 0 | 1): readonly AnomalyFacts[] => {
      const event = which === 0 ? begin : end;
      const exampleOf = (loss: LostHalf): LineExample => pairing.exampleOf(loss, which);
      return lossBursts(losses, { event, pair, exampleOf, openFor: which === 0 ? plan.lostAfter : 0 }, context);
    };
    const hours = plan.lostAfter / 3600;
    return [
      ...burstsOf(lost, 0),
      ...burstsOf(unbegun, 1),
      ...(lost.count === 0 ? [] : [{ kind: "lost", ...pair, ...found(lost, 0), hours, of: begun } as const]),
      ...(unbegun.count === 0
        ? []
        : [{ kind: "unbegun", ...pair, event: end, ...found(unbegun, 1), of: ended } as const]),
    ];
  });
}

type FoundLosses = Pick<AnomalyFacts, "count" | "from" | "to" | "hosts" | "examples">;
