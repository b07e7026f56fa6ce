import { pointerTokens } from "@metric-events/runtime";
import { type Bundle, Bundler } from "../bundler.js";
import type { DiagnosticParams, Problem } from "../diagnostic.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { loadCompat } from "../load-compat.js";
import { asJson } from "./as-json.js";
import { contradictoryCore, type Element, reversing } from "./core.js";
import { PlainSchemas } from "./plain.js";
import { type Scope, type ScopePlace, scopesOf } from "./scopes.js";

/** Whether removing something below this keyword may exclude instances. */
function mayReverse(token: string): boolean {
  return reversing.has(token) || token === "contains";
}

/** Steps for each question: far more than events need, but few enough that the lint ends. */
const budget = 100_000;

/**
 * Finds what no event satisfies: schemas, fields and branches whose keywords contradict each other or the schemas around them. It reports
 * only what is proved. It looks into these files of the set, in which all references must resolve.
 */
export function findContradictions(set: SchemaSet, files: readonly SchemaFile[]): Map<SchemaFile, Problem[]> {
  const bundler = new Bundler(set);
  const plain = new PlainSchemas(set);
  const problems = new Map<SchemaFile, Problem[]>();
  // Shared files first: a contradiction is reported in its own file, and not for every event that uses the file.
  for (const role of ["shared", "event"] as const) {
    for (const file of files.filter((each) => each.role === role)) {
      if (!plain.hasFile(file)) problems.set(file, new Search(file, bundler).run());
    }
  }
  return problems;
}

class Search {
  readonly #file: SchemaFile;
  readonly #bundler: Bundler;
  readonly #scopes: readonly Scope[];
  readonly #problems: Problem[] = [];
  #isOver = false;

  constructor(file: SchemaFile, bundler: Bundler) {
    this.#file = file;
    this.#bundler = bundler;
    const kind = file.role === "event" ? "whole" : "definition";
    this.#scopes = scopesOf(file.schema, kind, (pointer) => bundler.reference(file, pointer));
  }

  run(): Problem[] {
    for (const scope of this.#scopes) {
      for (const place of this.#suspects(scope)) this.#check(place);
    }
    return this.#problems;
  }

  /**
   * The places that perhaps no instance can reach. Usually one question clears all of them. Where branches exclude each other's fields, no
   * instance has all fields; asking about one half at a time distinguishes this from a contradiction.
   */
  #suspects(places: Scope): Scope {
    const demands = places.map(({ demand }) => demand({}));
    const verdict = verdictOf(this.#bundler.bundle(this.#file, { allOf: demands }));
    if (verdict === "not-empty" || (places.length === 1 && verdict === "unknown")) return [];
    if (places.length === 1) return places;
    const middle = Math.ceil(places.length / 2);
    return [...this.#suspects(places.slice(0, middle)), ...this.#suspects(places.slice(middle))];
  }

  #check(place: ScopePlace): void {
    // Leave what was reported out of the next question, to find other problems and not its consequences.
    for (;;) {
      const question = this.#bundler.bundle(this.#file, place.demand({}));
      if (this.#isOver || verdictOf(question) !== "empty") return;
      this.#report(
        place,
        contradictoryCore(question, (smaller) => verdictOf(smaller) === "empty"),
      );
    }
  }

  #report(place: ScopePlace, core: readonly Element[]): void {
    const own = this.#pointersIn(this.#file, core);
    const blamed = own.length === 0 ? place : this.#innermost(place, own);
    this.#problems.push({
      code: "contradiction",
      pointer: blamed.pointer,
      at: blamed.subject.kind === "field" ? "key" : "value",
      params: { ...blamed.subject, because: core.map((element) => this.#reasonOf(element)) },
    });
    const [first] = core;
    if (first === undefined) {
      this.#isOver = true;
      return;
    }
    const file = own.length === 0 ? this.#bundler.fileOf(first.file) : this.#file;
    const left = own.length === 0 ? this.#pointersIn(file, core) : own;
    this.#bundler.leaveOut(file, left);
    // Removing something there may create a contradiction; elsewhere it can only resolve some.
    if (left.some((pointer) => pointerTokens(pointer).some(mayReverse))) this.#isOver = true;
  }

  /** The innermost place around the contradictory keywords, ignoring those that do not help to locate it. */
  #innermost(place: ScopePlace, pointers: readonly string[]): ScopePlace {
    const telling = pointers.filter((pointer) => {
      const parent = pointer.replace(/\/[^/]*$/, "");
      const isBranchBlamed = (branch: string): boolean =>
        pointers.some((other) => other.startsWith(`${parent}/${branch}/`));
      return pointer.endsWith("/if")
        ? !isBranchBlamed("then") && !isBranchBlamed("else")
        : !pointer.endsWith("/required");
    });
    const around = this.#scopes.flat().filter(({ pointer }) => telling.every((each) => each.startsWith(`${pointer}/`)));
    const innermost = around.reduce((best, each) => (each.pointer.length > best.pointer.length ? each : best), place);
    return telling.length === 0 || `${place.pointer}/`.startsWith(`${innermost.pointer}/`) ? place : innermost;
  }

  #pointersIn(file: SchemaFile, core: readonly Element[]): string[] {
    return core.filter((element) => this.#bundler.fileOf(element.file) === file).map(({ pointer }) => pointer);
  }

  #reasonOf(element: Element): DiagnosticParams["contradiction"]["because"][number] {
    const file = this.#bundler.fileOf(element.file);
    const { line } = file.document.locate(element.pointer, "key");
    return {
      keyword: pointerTokens(element.pointer).at(-1) ?? "",
      line,
      ...(file === this.#file ? {} : { file: file.path }),
    };
  }
}

function verdictOf(bundle: Bundle): "empty" | "not-empty" | "unknown" {
  return loadCompat().isEmpty(asJson(bundle), { budget, confirm: false }).verdict;
}
