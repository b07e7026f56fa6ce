// What the config file says of reports. Every command reads it.
export { type ObjectiveSettings, objectivesConfigRule } from "./objectives/objective-config.js";
export { type ReportSettings, reportConfigRule } from "./silenced/ignore-config.js";
