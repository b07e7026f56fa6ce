import type { LogDatabase, PairView, ViewModel } from "@metric-events/query";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { exitCodes } from "../exit-codes.js";
import { explainError } from "../explain-error.js";
import { answer } from "./answer.js";
import { listViews } from "./list-views.js";
import type { RowFormat } from "./print-rows.js";
import { QueryHistory } from "./query-history.js";
import type { SavedQueries } from "./saved-queries.js";

interface ShellOptions {
  readonly model: ViewModel;
  readonly pairs: readonly PairView[];
  readonly saved: SavedQueries;
  readonly format: RowFormat;
  readonly isRaw: boolean;
  readonly explain: (error: unknown) => unknown;
  readonly clear: () => Promise<void>;
}

const commands = [".help", ".views", ".queries", ".exit"] as const;

const help = `A statement ends with ; or an empty line. Tab completes views, columns and saved queries; the name of a saved query alone runs it.
  .views    the views and their columns
  .queries  the saved queries
  .exit     ends, as Ctrl-D does; Ctrl-C drops what is typed, and ends a query that runs
`;

/** Answers statements that a person types, until Ctrl-D. A statement that fails does not end it. */
export async function queryShell(
  database: LogDatabase,
  options: ShellOptions,
  readLine: NonNullable<Context["readLine"]>,
  context: Context,
): Promise<void> {
  const { stdout, env } = context;
  const history = new QueryHistory(env);
  const words = completions(options);
  const complete = (line: string): readonly [string[], string] => completed(line, words);
  await stdout.print("Queries in SQL; .help says more.\n");
  let typed: string[] = [];
  try {
    for (;;) {
      await stdout.flush();
      const prompt = typed.length === 0 ? "sql> " : "...> ";
      const line = await readLine({ prompt, history: history.lines, complete });
      if (line.kind === "end") return;
      if (line.kind === "cancelled") {
        typed = [];
        continue;
      }
      history.add(line.text);
      const text = line.text.trim();
      if (typed.length === 0 && text === ".exit") return;
      if (typed.length === 0 && text.startsWith(".")) {
        await stdout.print(said(text, options));
        continue;
      }
      if (text !== "") typed.push(line.text);
      const sql = typed.join("\n").trim();
      const isName = typed.length === 1 && options.saved.find(sql) !== undefined;
      if (sql === "" || !(text === "" || text.endsWith(";") || isName)) continue;
      typed = [];
      await run(database, options.saved.find(sql.replace(/;$/, "")) ?? sql, options, context);
    }
  } finally {
    history.keep();
  }
}

async function run(database: LogDatabase, sql: string, options: ShellOptions, context: Context): Promise<void> {
  try {
    await answer(database, sql, options, context);
  } catch (error) {
    const explanation = explainError(error);
    // A mistake of the person, who can fix it; anything else ends the shell.
    if (explanation?.exitCode !== exitCodes.usage) throw error;
    await options.clear();
    await context.stdout.flush();
    await context.stderr.print(explanation.lines.map((line) => `${printable(line)}\n`).join(""));
  }
}

function said(command: string, { model, pairs, saved }: ShellOptions): string {
  switch (command) {
    case ".help":
      return help;
    case ".views":
      return listViews(model, pairs);
    case ".queries":
      return saved.names.length === 0
        ? "none; metric-events query --save <name> saves one\n"
        : `${saved.names.join("\n")}\n`;
    default:
      return `expected ${commands.join(", ")}, received ${printable(command)}\n`;
  }
}

const keywords = [
  "select",
  "from",
  "where",
  "group by",
  "order by",
  "limit",
  "count(*)",
  "quantile_cont(",
  "having",
  "distinct",
];

function completions({ model, pairs, saved }: ShellOptions): readonly string[] {
  const views = [...model.events, ...pairs, model.all, model.invalid];
  const columns = views.flatMap((view) => view.columns.map(({ name }) => name));
  return [
    ...new Set([...views.map(({ name }) => name), ...columns, ...saved.names, ...keywords, ...commands]),
  ].toSorted();
}

const plainWord = /^[\w.() *-]+$/;

/** Names in a terminal are those that can be typed as they are. */
function completed(line: string, words: readonly string[]): readonly [string[], string] {
  const [beginning = ""] = /[\w.]*$/.exec(line) ?? [];
  const found = words.filter((word) => word.toLowerCase().startsWith(beginning.toLowerCase()) && plainWord.test(word));
  return [found, beginning];
}
