import type { Catalogue } from "@metric-events/runtime";
import type { Context } from "../context.js";

/**
 * Says that a command works with the events of its context because it found no schemas: on a terminal always, elsewhere when an event
 * turns up that is not among them, so that scripts that mean the built-in events do not print it each time.
 */
export class FallbackNote {
  readonly #context: Context;
  /** Commands that print nothing when all is well. */
  readonly #isQuiet: boolean;
  #isDue = false;
  /** Whether the command found no schemas, and took the events of the context. */
  #isUsed = false;

  constructor(context: Context, { isQuiet }: { readonly isQuiet: boolean }) {
    this.#context = context;
    this.#isQuiet = isQuiet;
  }

  /** The context, with a catalogue that notes its use. */
  observe(): Context {
    const context = this.#context;
    if (context.catalogueName === undefined) return context;
    return Object.create(context, { catalogue: { value: async () => this.#observed(await context.catalogue()) } });
  }

  /** Call it with the error that ended the command, if any. */
  async print(error?: unknown): Promise<void> {
    const { stdout, stderr, catalogueName } = this.#context;
    const isUnknown = error instanceof Error && "code" in error && error.code === "unknown-event";
    if (!this.#isDue && !(isUnknown && this.#isUsed)) return;
    this.#isDue = false;
    await stdout.flush();
    await stderr.print(
      `metric-events: no schemas of this project were found, so this is about ${catalogueName}; --schemas names other events, metric-events init starts your own\n`,
    );
  }

  #observed(catalogue: Catalogue): Catalogue {
    this.#isUsed = true;
    this.#isDue ||= this.#context.stderr.isTerminal && !this.#isQuiet;
    return {
      ...catalogue,
      get: (name) => {
        const found = catalogue.get(name);
        this.#isDue ||= found === undefined;
        return found;
      },
      check: (data, contract) => {
        const issues = catalogue.check(data, contract);
        this.#isDue ||= issues.some(({ code }) => code === "unknown-event");
        return issues;
      },
    };
  }
}
