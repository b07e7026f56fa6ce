import { BackwardAutomaton } from "./backward.js";
import { parsePattern } from "./lookaheads.js";
import { buildMachine, type Machine } from "./thompson.js";

/** The machines of patterns as validators run them: unanchored, with the flag `u`. Each is built once. */
export class PatternAutomata {
  readonly #machines = new Map<string, Machine>();
  readonly #automata = new Map<string, BackwardAutomaton>();

  /**
   * @throws {SyntaxError} for what is not a pattern
   * @throws {PatternError} for a pattern that has no machine
   */
  machine(source: string): Machine {
    const known = this.#machines.get(source);
    if (known !== undefined) return known;
    const machine = buildMachine(parsePattern(source));
    this.#machines.set(source, machine);
    return machine;
  }

  /** @throws as `machine` */
  automaton(source: string): BackwardAutomaton {
    const known = this.#automata.get(source);
    if (known !== undefined) return known;
    const automaton = new BackwardAutomaton(this.machine(source));
    this.#automata.set(source, automaton);
    return automaton;
  }
}
