// Every command reads the config file, so this knows nothing of reports but the names of findings.
import {
  choiceRule,
  dayRule,
  listRule,
  objectRule,
  oneOrSeveral,
  type SettingRule,
  textRule,
} from "@metric-events/runtime/settings";
import { type AnomalyKind, anomalyKinds } from "../model/anomaly.js";

/** Findings that are known and not to be shown: those of a kind that are about all that the entry names. */
export interface FindingIgnore {
  readonly kind: AnomalyKind;
  readonly event?: string;
  readonly field?: string;
  /** Only findings that are about these hosts and no others. */
  readonly host?: string | readonly string[];
  readonly reason: string;
  /** The last day on which the entry counts. */
  readonly until?: string;
}

/** The section `report` of the config file. */
export interface ReportSettings {
  readonly ignore?: readonly FindingIgnore[];
}

const rules: Readonly<Record<keyof FindingIgnore, SettingRule>> = {
  kind: choiceRule(
    anomalyKinds.filter((kind) => kind !== "ignore-expired"),
    "a kind of finding, such as lost",
  ),
  event: textRule("the name of an event"),
  field: textRule("a field, such as queue_duration"),
  host: oneOrSeveral(textRule("a host: the finding is about no others")),
  reason: textRule("the reason why the finding is not shown"),
  until: dayRule("A day such as 2027-03-31; the finding is silenced up to its end."),
};

export const reportConfigRule: SettingRule = objectRule("an object", {
  ignore: listRule(objectRule("an object with kind and reason", rules, ["kind", "reason"])),
} satisfies Record<keyof ReportSettings, SettingRule>);
