import { type CompletionNode, type PlacedNode, placedNodes, type ValueKind } from "./model.js";

/** The completion for bash, version 3.2 and later. */
export function bashCompletion(root: CompletionNode): string {
  const nodes = placedNodes(root);
  return `# Completion of metric-events for bash. Load it with: source <(metric-events completion bash)
_metric_events() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} chain= words= kind= i
  COMPREPLY=()
  # bash splits --flag=value at the sign.
  if [[ $current == = ]]; then current=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$chain \${COMP_WORDS[i]}" in
${chainPatterns(nodes)}
    esac
  done
  case "$chain $previous" in
${nodes.flatMap(valueCases).join("\n")}
  esac
  if [[ -z $kind ]]; then
    case "$chain" in
${nodes.map(nodeCase).join("\n")}
    esac
    [[ $current == -* ]] && kind=words
  fi
  case "$kind" in
    file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
    folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current")) ;;
    words) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -F _metric_events metric-events
`;
}

function chainPatterns(nodes: readonly PlacedNode[]): string {
  return nodes
    .flatMap(({ chain, node }) =>
      node.children.map((child) => [`${chain} ${child.name}`, chain === "" ? child.name : `${chain} ${child.name}`]),
    )
    .map(([pattern, next]) => `      "${pattern}") chain="${next}" ;;`)
    .join("\n");
}

function valueCases({ chain, node }: PlacedNode): string[] {
  return node.options.flatMap(({ names, value }) => {
    if (value === "none") return [];
    const patterns = names.map((name) => `"${chain} ${name}"`).join("|");
    return [`    ${patterns}) ${assignments(value)} ;;`];
  });
}

function assignments(value: ValueKind): string {
  return typeof value === "string" ? `kind=${value}` : `kind=words words="${value.join(" ")}"`;
}

/** Options are offered for a dash, and where nothing else can stand. */
function nodeCase({ chain, node }: PlacedNode): string {
  const words = node.children.map(({ name }) => name);
  const options = node.options.flatMap(({ names }) => names);
  const { operands } = node;
  const offered = typeof operands === "string" ? words : operands;
  const kind = operands === "file" || operands === "folder" ? operands : "words";
  const withoutDash = kind === "words" && offered.length === 0 ? options : offered;
  return `      "${chain}") kind=${kind} words="${withoutDash.join(" ")}"; [[ $current == -* ]] && words="${options.join(" ")}" ;;`;
}
