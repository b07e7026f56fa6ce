import * as runtime from "@metric-events/runtime";
import type { CompiledEvent } from "./compile.js";

/** What the compiled module of an event exports, for programs that compile schemas at run time. The code is made from schemas that passed the lint. */
export function evaluateCompiled(compiled: CompiledEvent): runtime.Compiled {
  return new Function("runtime", compiledFunctionBody(compiled))(runtime) as runtime.Compiled;
}

/**
 * Compiled code as the body of a function. It takes the runtime as `runtime` and returns
 * `{ contract, writer, reader, copy, construct, stringify, encode, scanner }`.
 */
export function compiledFunctionBody({ body, imports }: CompiledEvent): string {
  const locals = [...imports].map(([local, name]) => `const ${local} = runtime.${name};`);
  return [
    '"use strict";',
    ...locals,
    body,
    "return { contract, writer, reader, copy, construct, stringify, encode, scanner };",
  ].join("\n");
}
