/** Keeps texts under names, for as long as it likes. */
export interface TextStore {
  /** The text of a name; `undefined` if there is none. */
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** A store for as long as the program runs. */
export function memoryStore(): TextStore {
  const texts = new Map<string, string>();
  return {
    read: (name) => texts.get(name),
    write: (name, text) => {
      texts.set(name, text);
    },
  };
}
