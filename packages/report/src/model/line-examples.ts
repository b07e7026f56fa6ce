import type { LineExample } from "../aggregate/line-example.js";
import type { Gathered } from "../report-gatherer.js";
import type { AnomalyExample } from "./anomaly.js";

/** How events that were kept are shown. */
export interface LineExamples {
  /** The name of the host of an origin, or of its log where the host is not known; `undefined` where there is but one log of no host. */
  readonly hostOf: (origin: number) => string | undefined;
  readonly textOf: (code: number) => string | undefined;
  readonly exampleOf: (line: LineExample, detail?: string) => AnomalyExample;
}

export function lineExamples({ texts, places, origins }: Gathered): LineExamples {
  const isOnly = new Set(origins.map(({ host, logName }) => host ?? logName)).size === 1;
  const hostOf = (origin: number): string | undefined => {
    const { host, logName } = origins[origin] ?? {};
    return host ?? (isOnly ? undefined : logName);
  };
  const textOf = (code: number): string | undefined => (code === 0 ? undefined : texts[code - 1]);
  const exampleOf = ({ place, time, origin, plan, codes }: LineExample, detail?: string): AnomalyExample => ({
    ...places.decode(place),
    time,
    host: hostOf(origin),
    values: plan.dimensions.flatMap(({ path }, index) => {
      const value = textOf(codes[index] as number);
      return value === undefined ? [] : [{ field: path, value }];
    }),
    ...(detail === undefined ? {} : { detail }),
  });
  return { hostOf, textOf, exampleOf };
}
