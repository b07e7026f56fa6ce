import { catalogue } from "@metric-events/core";
import { expect, it } from "vitest";
import { namedEvents } from "../src/named-events.js";
import { pairViews } from "../src/pairs/pair-view.js";
import { viewModel } from "../src/view-model.js";

it.each([
  ["select count(*) as events from runner_start", ["runner_start"]],
  ['select 1 as "events" FROM "Runner_Start" join RECONCILIATION using (flavor)', ["reconciliation", "runner_start"]],
  ["select 1", []],
  ["select 'runner_stop'", ["runner_stop"]],
  ["select lost from JOBS", ["runner_start", "runner_stop"]],
  ["from events", undefined],
  ["select count(*) as events from runner_start order by events", undefined],
  ["with x as (from events) from x", undefined],
  ["select * from runner_start, invalid_lines", undefined],
  ["from query('from runner' || '_start')", undefined],
  ["from query_table ('runner' || '_start')", undefined],
] as const)("%s sees %s", async (sql, expected) => {
  const model = viewModel(catalogue);
  expect(namedEvents(sql, model, pairViews(catalogue, model))?.toSorted()).toEqual(expected);
});
