import { type Database, literal } from "@metric-events/query";
import { valueText } from "@metric-events/report";

/** With more different texts, columns are read as texts. */
const maxTexts = 20_000;
const typeName = "lake_texts";

/** Numbers that the database gives to texts, which is many times faster than to hand over the texts. */
export interface TextCodes {
  /** The text of number 1 and those that follow. */
  readonly texts: readonly string[];
  /** SQL for the number of a text: 0 for NULL; `undefined` for a column with too many texts. */
  codeSql(source: string, column: string): string | undefined;
}

/** Asks which texts columns have. `source`: SQL of the rows; `columns`: SQL of texts. */
export async function textCodes(
  sources: readonly { readonly source: string; readonly columns: readonly string[] }[],
  { connection }: Database,
): Promise<TextCodes> {
  const known = new Set<string>();
  const coded = new Set<string>();
  for (const { source, columns } of sources) {
    for (const column of columns) {
      const sql = `SELECT DISTINCT ${column} FROM (${source}) WHERE ${column} IS NOT NULL LIMIT ${maxTexts + 1}`;
      const found = (await connection.runAndReadAll(sql)).getRows();
      if (found.length > maxTexts) continue;
      coded.add(keyOf(source, column));
      for (const [text] of found) known.add(String(text));
    }
  }
  const texts = [...known].toSorted();
  await connection.run(
    `CREATE OR REPLACE TYPE ${typeName} AS ENUM (SELECT unnest([${texts.map(literal).join(", ")}]))`,
  );
  return {
    texts: texts.map(valueText),
    codeSql: (source, column) =>
      coded.has(keyOf(source, column)) && texts.length > 0
        ? `coalesce(enum_code(CAST(${column} AS ${typeName}))::UINTEGER + 1, 0)::UINTEGER`
        : undefined,
  };
}

function keyOf(source: string, column: string): string {
  return JSON.stringify([source, column]);
}
