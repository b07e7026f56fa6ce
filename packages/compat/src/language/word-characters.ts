import { CharSet } from "refa";
import { maxCharacter } from "./thompson.js";

/** What `\w` matches, and `\b` looks for. */
export const wordCharacters = CharSet.fromCharacters(
  maxCharacter,
  [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"].map((c) => c.codePointAt(0) as number),
);
