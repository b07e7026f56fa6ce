/** A sample as the text format of Prometheus has it. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly time: number | undefined;
}

const linePattern = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: (\S+))?$/;
const labelPattern = /([A-Za-z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/** Reads the text format, knowing nothing of the code that writes it. Fails for a line that it does not know. */
export function readExposition(text: string): readonly ReadSample[] {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  return text
    .slice(0, -1)
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => {
      const found = linePattern.exec(line);
      if (found === null) throw new Error(`not a sample: ${line}`);
      const [, name = "", within = "", value = "", time] = found;
      return {
        name,
        labels: labelsIn(within),
        value: numberIn(value),
        time: time === undefined ? undefined : numberIn(time),
      };
    });
}

function labelsIn(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  labelPattern.lastIndex = 0;
  while (labelPattern.lastIndex < text.length) {
    const found = labelPattern.exec(text);
    if (found === null) throw new Error(`not labels: ${text}`);
    const [, name = "", value = ""] = found;
    if (Object.hasOwn(labels, name)) throw new Error(`label ${name} twice: ${text}`);
    labels[name] = value.replaceAll(/\\(.)/g, (_, each: string) => (each === "n" ? "\n" : each));
  }
  return labels;
}

function numberIn(text: string): number {
  const value = text === "+Inf" ? Number.POSITIVE_INFINITY : Number(text);
  if (Number.isNaN(value)) throw new Error(`not a number: ${text}`);
  return value;
}

/** What is wrong with series that promtool does not look for: one that is there twice, and buckets that do not add up. */
export function seriesMistakes(samples: readonly ReadSample[]): readonly string[] {
  const seen = new Map<string, ReadSample>();
  const mistakes: string[] = [];
  for (const sample of samples) {
    const key = keyOf(sample.name, sample.labels, sample.time);
    if (seen.has(key)) mistakes.push(`twice: ${key}`);
    seen.set(key, sample);
  }
  const histograms = new Map<string, { limit: number; value: number }[]>();
  for (const { name, labels, value, time } of samples) {
    if (!name.endsWith("_bucket")) continue;
    const { le = "", ...others } = labels;
    const key = keyOf(name.slice(0, -"_bucket".length), others, time);
    const buckets = histograms.get(key) ?? [];
    buckets.push({ limit: numberIn(le), value });
    histograms.set(key, buckets);
  }
  for (const [key, buckets] of histograms) {
    buckets.forEach(({ limit, value }, index) => {
      const before = buckets[index - 1];
      if (before !== undefined && (before.limit >= limit || before.value > value))
        mistakes.push(`not cumulative: ${key} ${limit}`);
    });
    const last = buckets.at(-1);
    const count = seen.get(key.replace(/^[^|]*/, (name) => `${name}_count`));
    if (last?.limit !== Number.POSITIVE_INFINITY) mistakes.push(`without +Inf: ${key}`);
    else if (count?.value !== last.value) mistakes.push(`count is not that of +Inf: ${key}`);
  }
  return mistakes;
}

function keyOf(name: string, labels: Readonly<Record<string, string>>, time: number | undefined): string {
  return `${name}|${JSON.stringify(Object.entries(labels).toSorted())}|${time ?? ""}`;
}
