// DuckDB's own reader with typed columns, on a clean file, without any check of the lines.
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const columns =
  "{timestamp: 'DOUBLE', event: 'VARCHAR', flavor: 'VARCHAR', workflow: 'VARCHAR', repo: 'VARCHAR', github_event: 'VARCHAR', idle: 'DOUBLE', queue_duration: 'DOUBLE'}";
const reader = await connection.runAndReadAll(
  `SELECT date_trunc('hour', make_timestamp(CAST(timestamp * 1e6 AS BIGINT))) AS hour, count(*) AS events, quantile_cont(queue_duration, 0.95) AS p95
   FROM read_json('${process.argv[2]}', format = 'newline_delimited', columns = ${columns}) WHERE event = 'runner_start' GROUP BY ALL ORDER BY ALL`,
);
console.log(reader.getRowsJson().length);
