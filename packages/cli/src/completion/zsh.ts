import { printable } from "@metric-events/text";
import { chainCases, valueCases } from "./case-patterns.js";
import { type CompletionNode, type CompletionOption, type PlacedNode, placedNodes, type ValueKind } from "./model.js";
import { quoteForPosix as quote } from "./quote.js";

/** The completion script for zsh. Source it, or save it in a folder of `$fpath` as `_metric-events`. */
export function zshCompletion(root: CompletionNode): string {
  const nodes = placedNodes(root);
  return `#compdef metric-events
# Completion of metric-events for zsh. Load it with: source <(metric-events completion zsh)
_metric_events() {
  local chain= word previous=\${words[CURRENT-1]}
  local -a options arguments
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$chain $word" in
${chainCases(nodes)}
    esac
  done
  case "$chain $previous" in
${valueCases(nodes, (value) => `${completer(value)}; return`)}
  esac
  case "$chain" in
${nodes.map(nodeCase).join("\n")}
  esac
  if [[ $PREFIX == -* || ( $#arguments -eq 0 && $#options -gt 0 ) ]]; then
    _describe -o option options
  else
    _describe argument arguments
  fi
}
if [[ $funcstack[1] == _metric-events ]]; then
  _metric_events "$@"
else
  compdef _metric_events metric-events
fi
`;
}

function completer(value: ValueKind): string {
  switch (value) {
    case "none":
    case "text":
      return "_message value";
    case "file":
      return "_files";
    case "folder":
      return "_files -/";
    default:
      return `compadd -- ${value.map(quote).join(" ")}`;
  }
}

function nodeCase({ chain, node }: PlacedNode): string {
  const { operands, children } = node;
  const options = node.options.flatMap(({ names, summary }: CompletionOption) =>
    names.map((name) => item(name, summary)),
  );
  const words =
    typeof operands === "string"
      ? children.map(({ name, summary }) => item(name, summary))
      : operands.map((word) => item(word, ""));
  const paths =
    operands === "file" || operands === "folder"
      ? `\n      [[ $PREFIX != -* ]] && { ${completer(operands)}; return; }`
      : "";
  return `    ${quote(chain)})\n      options=(${options.join(" ")})\n      arguments=(${words.join(" ")})${paths} ;;`;
}

/** `'name:summary'`, or the name alone; zsh removes one backslash from each, and ends the name at a colon. */
function item(name: string, summary: string): string {
  const parts = summary === "" ? [name] : [name, printable(summary)];
  return quote(parts.map((part) => part.replaceAll(/[\\:]/g, "\\$&")).join(":"));
}
