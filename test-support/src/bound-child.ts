import { onPath } from "./require-tool.js";

/**
 * The arguments of `spawn` for a program that ends when this process does, even when this one is killed. On Linux the kernel sees to it
 * (PR_SET_PDEATHSIG, by setpriv of util-linux, which becomes the program); without setpriv, it is an ordinary child.
 */
export function bound(program: string, args: readonly string[]): [program: string, args: readonly string[]] {
  const canBind = process.platform === "linux" && onPath("setpriv").length > 0;
  return canBind ? ["setpriv", ["--pdeathsig", "KILL", program, ...args]] : [program, args];
}
