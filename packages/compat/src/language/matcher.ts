import type { DFA } from "refa";
import { isFailure, type Language, languageOfPattern } from "./languages.js";

/** Up to this length even a pattern that backtracks exponentially answers at once. */
const shortText = 20;

export interface Matcher {
  test(text: string): boolean;
}

/**
 * The pattern as validators run it (unanchored, flag `u`), without their weakness: a long text is read by the automaton
 * of the pattern, in linear time, where it has one. Undefined for what is no regular expression under that flag.
 */
export function matcherOf(source: string): Matcher | undefined {
  const pattern = regExp(source);
  if (pattern === undefined) return undefined;
  const canBacktrack = /[*+{]/.test(source);
  let language: Language | undefined;
  return {
    test(text) {
      if (text.length <= shortText || !canBacktrack) return pattern.test(text);
      language ??= languageOfPattern(source);
      return isFailure(language) ? pattern.test(text) : accepts(language, text);
    },
  };
}

/** Undefined for what is no regular expression under the flag `u`. */
export function regExp(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "u");
  } catch {
    return undefined;
  }
}

function accepts(dfa: DFA, text: string): boolean {
  let node: DFA.ReadonlyNode | undefined = dfa.initial;
  for (const character of text) {
    node = node.out.get(character.codePointAt(0) as number);
    if (node === undefined) return false;
  }
  return dfa.finals.has(node as DFA.Node);
}
