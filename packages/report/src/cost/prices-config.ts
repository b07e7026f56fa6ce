import {
  mapRule,
  objectRule,
  type SettingMistake,
  type SettingRule,
  textRule,
  valueRule,
  wrongSetting,
} from "@metric-events/runtime/settings";

/** A file of prices as it says it: what an hour costs, by a dimension of the events that have hours. */
export interface PriceSettings {
  /** As it is shown: `EUR`. */
  readonly currency: string;
  /** Default: the one event that ends another and says how long it took. */
  readonly event?: string;
  /** The measure of time that costs. Default: the one that spans the time since the other event, else the only measure of time. */
  readonly field?: string;
  /** What prices depend on: a dimension of the event, or `host`. */
  readonly by: string;
  /** Prices of an hour, from 0 to 1,000,000,000, by the values of `by`. */
  readonly perHour: Readonly<Record<string, number>>;
}

const maxPrice = 1_000_000_000;

const priceRule = valueRule(
  `a price of an hour, a number from 0 to ${maxPrice.toLocaleString("en-US")}`,
  { description: "What an hour costs.", type: "number", minimum: 0, maximum: maxPrice },
  (value) => typeof value === "number" && value >= 0 && value <= maxPrice,
);

const currencyRule = valueRule(
  "a currency of at most 20 characters, such as EUR",
  { description: "The currency, such as EUR.", type: "string", minLength: 1, maxLength: 20 },
  (value) => typeof value === "string" && value !== "" && value.length <= 20,
);

const settings: Readonly<Record<keyof PriceSettings, SettingRule>> = {
  currency: currencyRule,
  event: textRule("the name of an event"),
  field: textRule("a measure of time, such as job_duration"),
  by: textRule("a dimension that prices depend on, such as flavor, or host"),
  perHour: mapRule(
    'an object of prices of an hour, such as {"small": 0.02}',
    "What an hour costs, by value.",
    priceRule,
  ),
};

const fileRule = objectRule("an object with currency, by and perHour", settings, ["currency", "by", "perHour"]);

/** A file of prices. */
export const pricesFileRule: SettingRule = {
  schema: fileRule.schema,
  mistakes(value, path): readonly SettingMistake[] {
    const mistakes = fileRule.mistakes(value, path);
    if (mistakes.length > 0 || Object.keys((value as PriceSettings).perHour).length > 0) return mistakes;
    return [wrongSetting([...path, "perHour"], "expected at least one price, received none")];
  },
};
