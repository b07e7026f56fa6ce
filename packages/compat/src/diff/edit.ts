import { type Entry, type Node, type Normal, nothingSaid } from "../normal/node.js";

/** A replacement of a node, wherever it occurs in a normal form, that makes a change or takes it back. */
export interface Edit {
  readonly target: Node;
  readonly replace: (node: Node) => Node;
  /** Whether the node moves into another: this comes after the edits of the node itself. */
  readonly isWrapping?: boolean;
}

/**
 * The normal form after these edits, outer ones first: edits inside a node that was replaced as a whole have no effect.
 */
export function edited({ root, definitions }: Normal, edits: readonly Edit[]): Normal {
  const byTarget = new Map<Node, Edit[]>();
  const [wrapping, others] = [edits.filter(({ isWrapping }) => isWrapping), edits.filter((edit) => !edit.isWrapping)];
  for (const edit of [...others, ...wrapping]) byTarget.set(edit.target, [...(byTarget.get(edit.target) ?? []), edit]);
  const results = new Map<Node, Node>();
  const visit = (node: Node): Node => {
    const known = results.get(node);
    if (known !== undefined) return known;
    const replaced = (byTarget.get(node) ?? []).reduce((current, { replace }) => replace(current), node);
    const result = mapChildren(replaced, visit);
    results.set(node, result);
    return result;
  };
  return {
    root: visit(root),
    definitions: new Map([...definitions].map(([key, node]) => [key, visit(node)])),
  };
}

/** The node with some keywords replaced; `undefined` removes one. */
export function withKeywords(node: Node, entries: Iterable<readonly [string, Entry | undefined]>): Node {
  const said = node.kind === "boolean" && node.value ? nothingSaid(node.location) : node;
  if (said.kind !== "schema") return node;
  const keywords = new Map(said.keywords);
  for (const [keyword, entry] of entries) {
    if (entry === undefined) keywords.delete(keyword);
    else keywords.set(keyword, entry);
  }
  return { ...said, keywords };
}

/** The same node when no child changes. */
function mapChildren(node: Node, change: (child: Node) => Node): Node {
  if (node.kind !== "schema") return node;
  const changed = [...node.keywords].flatMap(([keyword, entry]): [string, Entry][] => {
    const mapped = mapEntry(entry, change);
    return mapped === entry ? [] : [[keyword, mapped]];
  });
  return changed.length === 0 ? node : withKeywords(node, changed);
}

function mapEntry(entry: Entry, change: (child: Node) => Node): Entry {
  switch (entry.shape) {
    case "schema": {
      const node = change(entry.node);
      return node === entry.node ? entry : { ...entry, node };
    }
    case "list": {
      const nodes = entry.nodes.map(change);
      return nodes.every((node, index) => node === entry.nodes[index]) ? entry : { ...entry, nodes };
    }
    case "map": {
      const nodes = new Map([...entry.nodes].map(([name, node]) => [name, change(node)]));
      return [...nodes].every(([name, node]) => node === entry.nodes.get(name)) ? entry : { ...entry, nodes };
    }
    case "value":
    case "names":
      return entry;
    default:
      return entry satisfies never;
  }
}
