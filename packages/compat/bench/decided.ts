// Which share of questions is decided, and is any verdict wrong? `pnpm bench decided`, with `--check` against the goals. The questions: each
// test of the official suite, with formats as annotations, and of its formats, asserted; and narrower forms of real schemas, both ways.
import { contains, type Json, type Options } from "../dist/index.js";
import { isSuiteThere, missingSuite, suiteDocuments, suiteFiles } from "../test/support/suite.js";
import { casePairs } from "./support/pairs.js";
import { narrowedPairs } from "./support/real-schemas.js";

interface Question {
  readonly subset: Json;
  readonly superset: Json;
  /** `undefined` where nobody knows it beforehand. */
  readonly isContained: boolean | undefined;
}

interface Goal {
  /** Share of the questions, in percent. */
  readonly decided: number;
}

const isChecked = process.argv.includes("--check");
let isMissed = false;

measure("case folders, formats annotated", casePairs(), {}, { decided: 99 });
if (isSuiteThere) {
  const documents = suiteDocuments();
  measure("official suite, 2020-12, formats annotated", suiteQuestions("draft2020-12"), { documents }, { decided: 99 });
  const ofFormats = suiteQuestions("draft2020-12/optional/format");
  // These texts are odd on purpose: many of them lie where a format is only known from both sides.
  measure("formats of the official suite, asserted", ofFormats, { documents, formats: "assert" }, { decided: 75 });
} else console.log(`skipped: ${missingSuite}`);
const narrowed = narrowedPairs();
measure("real schemas and narrower ones, formats annotated", narrowed, {}, { decided: 99 });
measure("real schemas and narrower ones, formats asserted", narrowed, { formats: "assert" }, { decided: 97 });
if (isMissed && isChecked) process.exitCode = 1;

/** Of each test, whether its instance is in the schema, and whether the schema is in everything else. */
function suiteQuestions(folder: string): Question[] {
  return suiteFiles(folder).flatMap(({ groups }) =>
    groups.flatMap(({ schema, tests }) =>
      tests.flatMap(({ data, valid }) => [
        { subset: { enum: [data] }, superset: schema, isContained: valid },
        { subset: schema, superset: { not: { enum: [data] } }, isContained: !valid },
      ]),
    ),
  );
}

function measure(title: string, questions: readonly Question[], options: Options, goal: Goal): void {
  if (questions.length === 0) throw new Error(`no questions: ${title}`);
  const reasons = new Map<string, number>();
  const wrong: Question[] = [];
  let decided = 0;
  for (const question of questions) {
    const result = contains(question.subset, question.superset, options);
    if (result.verdict === "unknown") {
      const codes = [...new Set(result.reasons.map(({ code }) => code))].toSorted().join(" ");
      reasons.set(codes, (reasons.get(codes) ?? 0) + 1);
      continue;
    }
    decided++;
    const isContained = result.verdict === "contained";
    if (question.isContained !== undefined && isContained !== question.isContained) wrong.push(question);
  }
  const share = (100 * decided) / questions.length;
  console.log(
    `${title}: ${decided} of ${questions.length} decided (${share.toFixed(2)} %, goal ${goal.decided} %), ${wrong.length} wrong`,
  );
  for (const [codes, count] of reasons) console.log(`  ${count} unknown: ${codes}`);
  for (const { subset, superset } of wrong.slice(0, 10)) console.log(`  wrong: ${JSON.stringify([subset, superset])}`);
  isMissed ||= share < goal.decided || wrong.length > 0;
}
