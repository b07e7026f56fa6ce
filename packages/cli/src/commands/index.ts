import type { CommandTable } from "./command-module.js";

/** In the order of the help. */
export const commands: CommandTable = {
  init: {
    summary: "set up a project to describe events of its own",
    load: async () => (await import("./init.js")).initCommand,
  },
  new: { summary: "write the schema of a new event", load: async () => (await import("./new.js")).newCommand },
  emit: { summary: "append an event to the metrics log", load: async () => (await import("./emit.js")).emitCommand },
  validate: {
    summary: "check that every line of a log is a valid event",
    load: async () => (await import("./validate.js")).validateCommand,
  },
  tail: {
    summary: "show the last events of a log, and follow it",
    load: async () => (await import("./tail.js")).tailCommand,
  },
  report: {
    summary: "show how often, how long and how many, and what looks wrong",
    load: async () => (await import("./report.js")).reportCommand,
  },
  alert: {
    summary: "check rules against the log, for cron and systemd",
    load: async () => (await import("./alert.js")).alertCommand,
  },
  metrics: {
    summary: "make time series of the log for Prometheus",
    load: async () => (await import("./metrics.js")).metricsCommand,
  },
  rules: {
    summary: "print alerting rules for Prometheus",
    load: async () => (await import("./rules.js")).rulesCommand,
  },
  dashboard: {
    summary: "print a dashboard for Grafana, on Prometheus or Loki",
    load: async () => (await import("./dashboard.js")).dashboardCommand,
  },
  lnav: { summary: "print a format of the log for lnav", load: async () => (await import("./lnav.js")).lnavCommand },
  query: {
    summary: "query the log in SQL",
    load: async () => (await import("./query.js")).queryCommand,
  },
  export: {
    summary: "write the events of a log as Parquet",
    load: async () => (await import("./export.js")).exportCommand,
  },
  compact: {
    summary: "merge the small files of a lake",
    load: async () => (await import("./compact.js")).compactCommand,
  },
  ship: {
    summary: "ship the log to where a fleet collects its events",
    load: async () => (await import("./ship.js")).shipCommand,
  },
  collect: {
    summary: "collect what hosts ship into a lake, or logs into a database",
    load: async () => (await import("./collect.js")).collectCommand,
  },
  events: { summary: "list the events, or explain one", load: async () => (await import("./events.js")).eventsCommand },
  logrotate: {
    summary: "print, install or check the log rotation",
    load: async () => (await import("./logrotate.js")).logrotateCommand,
  },
  infer: {
    summary: "propose schemas for a log that has none",
    load: async () => (await import("./infer.js")).inferCommand,
  },
  lint: { summary: "check schema files", load: async () => (await import("./lint.js")).lintCommand },
  check: {
    summary: "check that a schema change breaks no reader",
    load: async () => (await import("./check.js")).checkCommand,
  },
  diff: {
    summary: "show what changed in the schemas, and whether it breaks readers",
    load: async () => (await import("./diff.js")).diffCommand,
  },
  generate: {
    summary: "generate TypeScript or JavaScript from schema files",
    load: async () => (await import("./generate.js")).generateCommand,
  },
  docs: {
    summary: "write the reference of the events, as Markdown and as pages with search",
    load: async () => (await import("./docs.js")).docsCommand,
  },
  pack: {
    summary: "check what a package of schemas publishes, and write its archive",
    load: async () => (await import("./pack.js")).packCommand,
  },
  completion: {
    summary: "print a completion script for bash, zsh or fish",
    load: async () => (await import("./completion.js")).completionCommand,
  },
};
