import type { WrittenFamily } from "./written-family.js";

/** What a program with a server asks for the present state of all series: prom-client writes it in the format that the scraper wants. */
export interface MetricsPage {
  readonly contentType: string;
  text(families: readonly WrittenFamily[]): Promise<string>;
}

/** Loads prom-client, which only a server needs. */
export async function metricsPage(): Promise<MetricsPage> {
  const { Registry } = await import("../vendor/prom-client.js");
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    text: async (families) => {
      const registry = new Registry();
      for (const family of families) if (family.samples.length > 0) registry.registerMetric(metricOf(family));
      return registry.metrics();
    },
  };
}

type Metric = Parameters<InstanceType<typeof import("prom-client")["Registry"]>["registerMetric"]>[0];

/** A metric of prom-client whose figures are known already: it only reads its name, and `get`. */
function metricOf({ name, kind, help, samples }: WrittenFamily): Metric {
  const shown = kind === "counter" ? `${name}_total` : name;
  const values = samples.map((sample) => ({
    metricName: sample.name,
    labels: Object.fromEntries(sample.labels),
    value: sample.value,
  }));
  const metric = { name: shown, get: async () => ({ name: shown, help, type: kind, aggregator: "sum", values }) };
  return metric as unknown as Metric;
}
