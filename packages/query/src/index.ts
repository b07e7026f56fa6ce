export { type Exported, type ExportOptions, exportParquet } from "./export-parquet.js";
export { type LogDatabase, type LogDatabaseOptions, openLogDatabase, type QuerySource } from "./log-database.js";
export { type PairView, pairViews } from "./pairs/pair-view.js";
export { QueryError, type QueryErrorCode } from "./query-error.js";
export type { QueryRows, Value } from "./query-rows.js";
export { type EventView, type View, type ViewColumn, type ViewModel, viewModel } from "./view-model.js";
