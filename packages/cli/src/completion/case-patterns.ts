import type { PlacedNode, ValueKind } from "./model.js";
import { quoteForPosix as quote } from "./quote.js";

// Branches of `case`, which bash and zsh write alike.

/** `'events show') chain='events show' ;;`: each word of a command leads on to its subcommands. */
export function chainCases(nodes: readonly PlacedNode[]): string {
  return nodes
    .flatMap(({ chain, node }) =>
      node.children.map(({ name }) => ({ from: `${chain} ${name}`, to: chain === "" ? name : `${chain} ${name}` })),
    )
    .map(({ from, to }) => `      ${quote(from)}) chain=${quote(to)} ;;`)
    .join("\n");
}

/** For each option with a value, what completes that value. */
export function valueCases(nodes: readonly PlacedNode[], complete: (value: ValueKind) => string): string {
  return nodes
    .flatMap(({ chain, node }) =>
      node.options
        .filter(({ value }) => value !== "none")
        .map(({ names, value }) => {
          const patterns = names.map((name) => quote(`${chain} ${name}`)).join("|");
          return `    ${patterns}) ${complete(value)} ;;`;
        }),
    )
    .join("\n");
}
