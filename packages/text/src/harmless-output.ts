import { shown, utf16Escapes } from "./printable.js";

/** What acts on a terminal, but for line feeds and for colors (`ESC [ 31 m`), which `paintFor` adds. */
const escape = "\u001b";
const acting = new RegExp(`${escape}(?!\\[\\d{1,2}m)|(?![\\n${escape}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, "gu");

/** Whether an output may hold what acts; most hold nothing of it, and this takes a fraction of the time. */
const mayAct = new RegExp(`[^\\n${shown}]`);

/** Workflow commands at the beginning of a line, but for the annotations that `workflowCommand` makes. */
const foreignCommand = /(?<=^[^\S\n]*):(?=:)(?!:(?:error|warning|notice) )/gmu;

/**
 * The last door, for whole outputs: escapes what the doors for single texts did not. What passes them passes this one unchanged, so it
 * makes a difference only where one of them was forgotten.
 */
export function harmlessOutput(output: string): string {
  const harmless = mayAct.test(output) ? output.replaceAll(acting, utf16Escapes) : output;
  return harmless.includes("::") ? harmless.replaceAll(foreignCommand, utf16Escapes) : harmless;
}
