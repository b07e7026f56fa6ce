/** What Ajv's code does with each error: a third of all that is generated, if it stays as it is. */
const errors =
  /^const (err\d+) = (\{.*\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;$/gm;
const error = /^\{instancePath(?::(.+?))?,schemaPath:("(?:[^"\\]|\\.)*"),keyword:"(.*?)",params:(\{.*\})\}$/;

/** A string of JavaScript, which stays as it is, and what Ajv's code asks about a number under `strictNumbers`. */
const questions =
  /"(?:[^"\\]|\\.)*"|\(\(typeof (data\d*) == "number"\) && \(!\(\1 % 1\) && !isNaN\(\1\)\)\) && \(isFinite\(\1\)\)|\(typeof (data\d*) == "number"\) && \(isFinite\(\2\)\)/g;

/** Code that does the same as Ajv's, in fewer words. It takes `addError` from the runtime. */
export function shorten(code: string): string {
  return code
    .replaceAll(errors, (statements, _: string, object: string) => additionOf(object) ?? statements)
    .replaceAll(questions, (text, whole: string | undefined, finite: string | undefined) => {
      if (whole !== undefined) return `Number.isInteger(${whole})`;
      return finite === undefined ? text : `Number.isFinite(${finite})`;
    });
}

/** `undefined` for an error with more to it, as those about names of properties. */
function additionOf(object: string): string | undefined {
  const [, instancePath = "instancePath", schemaPath = "", keyword = "", params = ""] = error.exec(object) ?? [];
  if (schemaPath === "") return undefined;
  // Most paths end in the keyword.
  const isLast = schemaPath.endsWith(`/${keyword}"`);
  const parts = [instancePath, schemaPath, params, ...(isLast ? [] : [JSON.stringify(keyword)])];
  return `vErrors = addError(vErrors, ${parts.join(", ")});\nerrors++;`;
}
