import { printable } from "@metric-events/text";
import { type CompletionNode, type PlacedNode, placedNodes, type ValueKind } from "./model.js";
import { quoteForFish as quote } from "./quote.js";

/** The completion script for fish. Source it, or save it as `~/.config/fish/completions/metric-events.fish`. */
export function fishCompletion(root: CompletionNode): string {
  const nodes = placedNodes(root);
  const links = nodes.flatMap(({ chain, node }) => node.children.map(({ name }) => quote(`${chain} ${name}`)));
  return `# Completion of metric-events for fish. Load it with: metric-events completion fish | source
function __metric_events_at
    set -l chain ''
    for word in (commandline -opc)[2..]
        if contains -- "$chain $word" ${links.join(" ")}
            test -n "$chain"; and set chain "$chain $word"; or set chain "$word"
        end
    end
    test "$chain" = "$argv[1]"
end
complete -c metric-events -e
complete -c metric-events -f
${nodes.flatMap(nodeLines).join("\n")}
`;
}

function nodeLines({ chain, node }: PlacedNode): string[] {
  const at = `complete -c metric-events -n ${quote(`__metric_events_at ${quote(chain)}`)}`;
  const { operands, children, options } = node;
  const words = typeof operands === "string" ? [] : operands.map((word) => `${at} -a ${expanded([word])}`);
  return [
    ...children.map(({ name, summary }) => `${at} -a ${expanded([name])} -d ${quote(printable(summary))}`),
    ...words,
    ...(operands === "file" || operands === "folder" ? [`${at} ${paths[operands]}`] : []),
    ...options.map(
      ({ names, summary, value }) =>
        `${at} ${names.map(flag).join(" ")}${valueOf(value)} -d ${quote(printable(summary))}`,
    ),
  ];
}

const paths = { file: "-F", folder: "-a '(__fish_complete_directories)'" } as const;

function flag(name: string): string {
  return name.startsWith("--") ? `-l ${quote(name.slice(2))}` : `-s ${name.slice(1)}`;
}

function valueOf(value: ValueKind): string {
  switch (value) {
    case "none":
      return "";
    case "text":
      return " -x";
    case "file":
      return " -r -F";
    case "folder":
      return " -x -a '(__fish_complete_directories)'";
    default:
      return ` -x -a ${expanded(value)}`;
  }
}

/** The argument of `-a`, which fish splits into words and expands. */
function expanded(words: readonly string[]): string {
  return quote(words.map(quote).join(" "));
}
