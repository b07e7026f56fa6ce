import { type Scan, type Scanner, utf8Bytes } from "@metric-events/runtime";
import type { ByteList } from "./byte-list.js";

/** Writes lines with only some fields of an event, from the places that a scanner found. */
export class LineProjection {
  readonly #fields: readonly { readonly index: number; readonly key: Uint8Array; readonly quotes: number }[];
  readonly #start = utf8Bytes("{");
  readonly #end = utf8Bytes("}\n");

  /** @param names fields to keep; the event may lack some of them. */
  constructor({ fields }: Scanner, names: ReadonlySet<string>) {
    this.#fields = fields.flatMap(({ path, type }, index) => {
      const [name = ""] = path;
      if (path.length > 1 || !names.has(name)) return [];
      // With a comma before it, which the first field omits.
      return [{ index, key: utf8Bytes(`,${JSON.stringify(name)}:`), quotes: type === "string" ? 1 : 0 }];
    });
  }

  /** @param isBegun whether the line has its brace and a member already. */
  append({ bytes, starts, ends }: Scan, to: ByteList, isBegun: boolean): void {
    if (!isBegun) to.append(this.#start);
    let isFirst = !isBegun;
    for (const { index, key, quotes } of this.#fields) {
      const start = starts[index] as number;
      if (start < 0) continue;
      to.append(key, isFirst ? 1 : 0);
      to.append(bytes, start - quotes, (ends[index] as number) + quotes);
      isFirst = false;
    }
    to.append(this.#end);
  }
}
