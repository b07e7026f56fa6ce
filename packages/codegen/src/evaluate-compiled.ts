import * as runtime from "@metric-events/runtime";
import type { Definitions, EventModel } from "@metric-events/schema";
import { compileBigints, contractWithBigints } from "./bigints.js";
import type { CompiledEvent } from "./compile.js";

/** What the compiled module of an event exports, for programs that compile schemas at run time. The code is made from schemas that passed the lint. */
export function evaluateCompiled(compiled: CompiledEvent): runtime.Compiled {
  return new Function("runtime", compiledFunctionBody(compiled))(runtime) as runtime.Compiled;
}

/** Compiled code as the body of a function. It takes the runtime as `runtime` and returns the parts. */
export function compiledFunctionBody({ body, parts, imports }: CompiledEvent): string {
  const locals = [...imports].map(([local, name]) => `const ${local} = runtime.${name};`);
  return ['"use strict";', ...locals, body, `return { ${parts.join(", ")} };`].join("\n");
}

/** Where an event has bigints; `undefined` if it has none. Far less is compiled than for the whole event. */
export function evaluateBigints(event: EventModel, definitions: Definitions): runtime.BigintPlaces | undefined {
  const body = compileBigints(contractWithBigints(event, definitions, "reader"));
  if (body === undefined) return undefined;
  const code = `"use strict"; const { boundedPattern } = runtime;\n${body}\nreturn bigints;`;
  return new Function("runtime", code)(runtime) as runtime.BigintPlaces;
}

/** A valid event to show, as events of its type are. */
export function typedExample<Example extends object>(
  event: EventModel,
  definitions: Definitions,
  example: Example,
): Example {
  return typedValue(example, evaluateBigints(event, definitions)) as Example;
}

/** The value of a schema as events have it. Its numbers are exact: the lint refuses others. */
export function typedValue(value: object, bigints: runtime.BigintPlaces | undefined): object {
  if (bigints === undefined) return value;
  return runtime.toBigints(value, [bigints], digitsOfWhole) as object;
}

function digitsOfWhole(value: unknown): string | undefined {
  return Number.isInteger(value) ? String(BigInt(value as number)) : undefined;
}
