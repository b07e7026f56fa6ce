import { chainCases, valueCases } from "./case-patterns.js";
import { type CompletionNode, type PlacedNode, placedNodes, type ValueKind } from "./model.js";
import { quoteForPosix as quote } from "./quote.js";

/** The completion for bash, version 3.2 and later. */
export function bashCompletion(root: CompletionNode): string {
  const nodes = placedNodes(root);
  return `# Completion of metric-events for bash. Load it with: source <(metric-events completion bash)
_metric_events() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} chain= kind= word quoted i
  local -a words
  COMPREPLY=()
  # bash splits --flag=value at the equals sign.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$chain \${COMP_WORDS[i]}" in
${chainCases(nodes)}
    esac
  done
  case "$chain $previous" in
${valueCases(nodes, assignments)}
  esac
  if [[ -z $kind ]]; then
    case "$chain" in
${nodes.map(nodeCase).join("\n")}
    esac
    [[ $current == -* ]] && kind=words
  fi
  case "$kind" in
    file|folder)
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -A "\${kind/folder/directory}" -- "$current") ;;
    words)
      # Not with compgen -W, which expands its words. The words go into the command line, so they are quoted.
      for word in "\${words[@]}"; do
        printf -v quoted %q "$word"
        [[ $word == "$current"* || $quoted == "$current"* ]] && COMPREPLY+=("$quoted")
      done ;;
  esac
}
complete -F _metric_events metric-events
`;
}

function assignments(value: ValueKind): string {
  return typeof value === "string" ? `kind=${value}` : `kind=words words=(${quoted(value)})`;
}

/** Offers options after a dash, and where nothing else can follow. */
function nodeCase({ chain, node }: PlacedNode): string {
  const words = node.children.map(({ name }) => name);
  const options = node.options.flatMap(({ names }) => names);
  const { operands } = node;
  const offered = typeof operands === "string" ? words : operands;
  const kind = operands === "file" || operands === "folder" ? operands : "words";
  const withoutDash = kind === "words" && offered.length === 0 ? options : offered;
  return `      ${quote(chain)}) kind=${kind} words=(${quoted(withoutDash)}); [[ $current == -* ]] && words=(${quoted(options)}) ;;`;
}

function quoted(words: readonly string[]): string {
  return words.map(quote).join(" ");
}
