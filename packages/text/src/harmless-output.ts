import { utf16Escapes } from "./printable.js";

/** What acts on a terminal, but for line feeds and for colors (`ESC [ 31 m`), which `paintFor` adds. */
const escape = "\u001b";
const acting = new RegExp(`${escape}(?!\\[\\d{1,2}m)|(?![\\n${escape}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, "gu");

/** Workflow commands at the beginning of a line, but for the annotations that `workflowCommand` makes. */
const foreignCommand = /(?<=^[^\S\n]*):(?=:)(?!:(?:error|warning|notice) )/gmu;

/**
 * The last door, for whole outputs: escapes what the doors for single texts did not. What passes them passes this one unchanged, so it
 * makes a difference only where one of them was forgotten.
 */
export function harmlessOutput(output: string): string {
  return output.replaceAll(acting, utf16Escapes).replaceAll(foreignCommand, utf16Escapes);
}
