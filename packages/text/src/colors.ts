const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** Environment variables, such as `process.env`. */
export type ColorEnvironment = Readonly<Record<string, string | undefined>>;

/** Puts a text in a color, or leaves it as it is. */
export type Paint = (color: keyof typeof codes, text: string) => string;

/** Colors for a terminal only, unless `FORCE_COLOR` or `NO_COLOR` (no-color.org) says otherwise. */
export function paintFor(output: { readonly isTerminal: boolean }, env: ColorEnvironment): Paint {
  return hasColors(output, env)
    ? (color, text) => `\u001b[${codes[color][0]}m${text}\u001b[${codes[color][1]}m`
    : plain;
}

/** Leaves every text as it is. */
export const plain: Paint = (_color, text) => text;

function hasColors(output: { readonly isTerminal: boolean }, env: ColorEnvironment): boolean {
  const { NO_COLOR: no = "", FORCE_COLOR: force, TERM: terminal } = env;
  if (no !== "") return false;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return output.isTerminal && terminal !== "dumb";
}
