interface ProsePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** The parts of a description as people write it: what stands in backticks is code. Line ends are blanks. */
export function proseParts(description: string): readonly ProsePart[] {
  const parts = description.replaceAll(/\s+/g, " ").split(/`([^`]+)`/);
  return parts.map((text, index) => ({ text, isCode: index % 2 === 1 }));
}
