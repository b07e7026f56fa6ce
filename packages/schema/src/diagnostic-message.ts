import { didYouMean, type Envelope } from "@metric-events/runtime";
import { checkedFormats } from "./checked-formats.js";
import type { Diagnostic, DiagnosticCode, DiagnosticParams } from "./diagnostic.js";
import { maxHistogramBuckets } from "./size-limits.js";

type Messages = { readonly [Code in DiagnosticCode]: (params: DiagnosticParams[Code]) => string };

const messages: Messages = {
  "unreadable-file": ({ reason }) => `cannot read this: ${reason}`,
  "no-events": ({ folder }) =>
    `no event schemas here: expected files named <event>.schema.json in ${folder}; metric-events new writes one`,
  "file-name": ({ name }) =>
    `the file's name must end in .schema.json, received ${q(name)}; rename it, or it would be ignored`,
  "not-a-schema": ({ received }) => `expected an object that holds a schema, received ${received}`,
  "not-utf8": ({ encoding, byte }) =>
    encoding === undefined
      ? `not UTF-8: the byte 0x${byte.toString(16).padStart(2, "0").toUpperCase()} is not part of a character here; save the file as UTF-8`
      : `this file is ${encoding}; save it as UTF-8`,
  "not-json": ({ reason }) => `not JSON: ${reason}`,
  "duplicate-key": ({ key, line }) => `duplicate key ${q(key)}, first on line ${line}; remove one of the two`,
  "inexact-number": ({ received, double }) =>
    `expected a number that a 64-bit float holds, received ${shorten(received)}, of which it makes ${double}; write fewer digits, or describe such values as text`,
  "unusable-config": ({ reason }) =>
    `cannot use this file, which may say what "format" means in the schemas: ${reason}; correct it`,
  "lone-surrogate": ({ received }) =>
    `expected text that UTF-8 can hold, received ${shorten(q(received))}, which has half of a surrogate pair; write both halves, or the character itself`,
  "unknown-dialect": ({ received }) =>
    `expected "$schema" to be the event meta-schema (a path that ends in event.schema.json) or JSON Schema 2020-12 ("https://json-schema.org/draft/2020-12/schema"), received ${q(received)}`,
  "unknown-keyword": ({ keyword, suggestion, instead }) =>
    instead === undefined
      ? `unknown keyword ${q(keyword)}: the meta-schema lists those that event schemas may use${didYouMean(suggestion)}`
      : `event schemas do not have the keyword ${q(keyword)}: ${instead}`,
  "bad-keyword-value": ({ keyword, expected, received, instead }) =>
    `${q(keyword)}: expected ${expected}, received ${received}${instead === undefined ? "" : `; ${instead}`}`,
  "bad-id": ({ id }) => `${q(id)} is not a URI; you may leave "$id" out, and refer to files by relative path`,
  "id-clash": ({ id, other }) => `the "$id" ${q(id)} is taken by ${other}; each file needs one of its own, or none`,
  "anchor-clash": ({ anchor }) => `duplicate "$anchor" ${q(anchor)} in this file; give each its own name`,
  "misplaced-id": () => `"$id" is allowed only at the root of a file; use "$anchor", or "$defs" and a JSON Pointer`,
  "bad-pattern": ({ pattern, reason, correction }) =>
    `${q(pattern)} is not an ECMA-262 regular expression with the u flag: ${reason}${correction === undefined ? "" : `; write ${q(correction)}`}`,
  "unchecked-format": ({ format, suggestion, isOfPackage }) =>
    `the format ${q(format)} cannot be checked, which "formats": "assert" in the config file asks for${
      isOfPackage
        ? ', also of the packages that the schemas refer to; ask its authors for a pattern in its place, refer to another schema, or leave "formats" out of the config file'
        : didYouMean(suggestion, {
            otherwise: `write a pattern, or leave it out; expected ${checkedFormats.join(", ")}`,
          })
    }`,
  "bigint-branches": ({ place }) =>
    `${place === "" ? "this value" : q(place)} has the "format" "int64" in one branch and is another number in others; give it the format in all of them or in none, since it is a bigint in code`,
  "slow-pattern": ({ pattern, attack, isUnknown }) =>
    isUnknown
      ? `it takes too long to decide whether ${q(pattern)} may take very long on a text: the patterns before it are too hard to look into; write patterns with fewer repetitions of alternatives that match the same text`
      : attack === undefined
        ? `${q(pattern)} may take very long on a long text: it has a back-reference, a lookbehind or very many repetitions next to something that repeats; write it without them`
        : `${q(pattern)} can match a text in very many ways, and tries all of them on one that does not match: over a million steps for ${q(attack)} and a wrong character; let no repetition match what the one next to it or inside it matches, as in ^a+$ for ^(a+)+$`,
  "ref-nowhere": ({ ref, reason, suggestion }) => `"$ref": ${q(ref)} leads nowhere: ${reason}${didYouMean(suggestion)}`,
  "ref-circle": ({ path }) => `"$ref" leads back to itself at the same value: ${path}`,
  "ref-to-event": ({ ref }) =>
    `${q(ref)} is an event, and an event cannot be part of another; move what both need into schemas/shared`,
  "untitled-recursion": ({ ref, isTitled }) =>
    isTitled
      ? `${q(ref)} contains itself, so only a "$ref" alone can refer to it by its name: move the keywords beside this "$ref", or the other branches of "allOf", into the schema it leads to`
      : `${q(ref)} contains itself, so its type needs a name: give the schema it leads to a "title"`,
  "too-large": ({ what, limit }) =>
    what === "deep"
      ? `this schema has more than ${limit} levels once each "$ref" is replaced by what it leads to; nest it less deeply`
      : `this schema has more than ${limit} subschemas once each "$ref" is replaced by what it leads to; refer to it less often, or give the schemas that fields refer to a "title"`,
  "too-many-fields": ({ field, what, limit }) =>
    what === "deep"
      ? `${q(field)} has fields more than ${limit} levels down, through the types that it refers to; nest them less deeply`
      : `up to ${q(field)}, this event has more than ${limit} fields, with those within fields; split it, or refer less often to types that have many`,
  "title-clash": ({ title, other, isEvent }) =>
    `the title ${q(title)} is taken by ${other}; each title names one generated type${isEvent ? ", and that of an event follows from its name: rename one" : ""}`,
  "reserved-title": ({ title, isEvent }) =>
    `generated code has its own ${title}; choose another ${isEvent ? "name for the event, from which its title follows" : "title"}`,
  "idle-title": ({ title, field }) =>
    `the title ${q(title)} only says the field's name ${q(field)} again; leave it out: a title names a generated type`,
  "missing-title": () => `expected a "title": the event's name in Pascal case names the generated type`,
  "missing-description": ({ subject }) => `${subject} has no "description"; say what it means and when it is absent`,
  "stub-description": () =>
    `this description is still a stub; say what the value means, beyond its name, and when it is absent`,
  "missing-unit": ({ field }) =>
    `${q(field)} is a measure with no "unit"; add one in UCUM, such as "s", "By" or "1", or another "kind" if it is not a measure`,
  "part-of": ({ field, partOf, reason, suggestion }) =>
    `"partOf": ${partOfReason[reason](q(field), q(partOf))}${didYouMean(suggestion)}`,
  "expected-maximum": ({ field, expectedMaximum, reason, limit }) =>
    `"expectedMaximum": ${expectedMaximumReason[reason](q(field), expectedMaximum, limit)}`,
  cardinality: ({ field }) =>
    `"cardinality": ${q(field)} is not a dimension; only dimensions become labels of time series`,
  buckets: ({ field, reason, value }) => `"buckets": ${bucketsReason[reason](q(field), value)}`,
  "missing-event-const": ({ field, takesAnyName }) =>
    `expected properties${propertyOf(field)}.const with the event's name${takesAnyName ? "" : " in snake case"}, such as { "const": ${q(takesAnyName ? "Order placed" : "runner_start")} }`,
  "event-name": ({ eventName, expected, blame, received }) =>
    `the event is ${q(eventName)}, so ${blameName[blame]} must be ${q(expected)}, received ${q(received)}`,
  "bad-event-name": ({ eventName }) =>
    `${q(eventName)} cannot name an event: expected lower-case words of ASCII letters and digits, joined by single underscores, beginning with a letter, such as "door_opened" in door_opened.schema.json`,
  "event-file": ({ eventName, title, expected, received }) =>
    `the file of an event is named after its title, in snake case: for ${q(title)}, the title of ${q(eventName)}, expected ${q(expected)}, received ${q(received)}; rename the file, or change the title`,
  "field-clash": ({ field, other }) =>
    `the fields ${q(other)} and ${q(field)} are one name to SQL, Parquet and other readers that ignore case; rename one`,
  "column-clash": ({ field }) =>
    `a field of an event cannot be called ${q(field)}: in SQL, every event has a column of that name, its time as a TIMESTAMP; rename it`,
  "reserved-event-name": ({ name }) =>
    `generated code has its own module called ${name}; choose another name for the event and its file`,
  "event-name-clash": ({ eventName, other }) => `the event ${q(eventName)} is already described by ${other}`,
  "ends-nowhere": ({ ends, reason, suggestion }) => `"ends": ${endsReason[reason](q(ends))}${didYouMean(suggestion)}`,
  "misplaced-ends": () => `"ends" is allowed only at the root of an event: it names the event that this one ends`,
  "misplaced-pairs": () =>
    `"pairs" is allowed only beside "ends", at the root of an event: it names what begins with the one event and ends with the other`,
  "pairs-taken": (params) =>
    `"pairs": ${pairsTaken(params)}; choose another, such as the plural of what begins and ends`,
  spans: (params) => {
    const field = q(params.field);
    switch (params.reason) {
      case "no-time":
        return `"spans": ${field} says how long something took, so it must be a measure with the "unit" "s", "ms", "us", "ns", "min", "h", "d" or "wk"`;
      case "ends-nothing":
        return `"spans": this event ends no other; say "ends": ${q(params.spans)} at its root, or remove "spans" from ${field}`;
      case "other-event":
        return `"spans": ${field} reaches back to the event that this one ends: expected ${q(params.ends)}, received ${q(params.spans)}`;
      case "twice":
        return `${q(params.other)} and ${field} both have "spans"; one measure says how long ago the other event was, so remove it from one of them`;
      default:
        return params satisfies never;
    }
  },
  origin: (params) => {
    const field = q(params.field);
    switch (params.reason) {
      case "no-text":
        return `"origin": ${field} names the host, so it must be text: expected "type": "string"`;
      case "envelope":
        return `"origin": ${field} is the name or the time of the event, so it cannot name the host as well`;
      case "twice":
        return `${q(params.other)} and ${field} both say "origin": "host"; an event comes from one host, so remove it from one of them`;
      default:
        return params satisfies never;
    }
  },
  otel: (params) => {
    const field = q(params.field);
    switch (params.reason) {
      case "envelope":
        return `"otel": ${field} is the name or the time of the event, for which OpenTelemetry has places of its own; remove "otel"`;
      case "object":
        return `"otel": ${field} is an object, whose fields become attributes of their own; remove "otel"`;
      case "reserved":
        return `"otel": attributes that begin with "log." or "metric_events." say which line an event is from; choose another name than ${q(params.otel)}`;
      case "twice":
        return `"otel": ${q(params.other)} and ${field} would both be the attribute ${q(params.otel)}; rename one`;
      case "taken":
        return `"otel": the attribute ${q(params.otel)} of ${field} would clash with those of the field ${q(params.other)}; rename one`;
      default:
        return params satisfies never;
    }
  },
  "misplaced-otel": () =>
    `"otel" is allowed only on a field of the event itself: it names the attribute that carries the field in OpenTelemetry`,
  "misplaced-spans": () =>
    `"spans" is allowed only on a field of the event itself: it says which measure reaches back to the event that this one ends`,
  "misplaced-origin": () =>
    `"origin" is allowed only on a field of the event itself: it says which one names the host that the event comes from`,
  "not-an-object": () => `an event is a JSON object: expected "type": "object" at the root`,
  "missing-envelope": ({ role, field }) =>
    `an event carries its ${role} in a required ${q(field)}; bring it in with "allOf": [{ "$ref": "../shared/event.schema.json" }], or say "envelope": "${role}" of the field that has it`,
  "misplaced-envelope": () =>
    `"envelope" is allowed only on a field of the event itself: it says which one is its time, and which its name`,
  "envelope-twice": ({ role, field, other }) =>
    `${q(field)} and ${q(other)} both say "envelope": ${q(role)}; an event has one ${role}, so remove it from one of them`,
  "envelope-differs": ({ own, first, other }) =>
    `this event has its ${envelopeText(own)}, but ${other} has its ${envelopeText(first)}; all events of a folder share one envelope`,
  "time-example": ({ field, unit, example, meant }) =>
    `${q(field)} is in ${q(unit)}, but its example ${example} seems to be in ${q(meant)}; correct the "unit" or the example`,
  "time-kind": (params) =>
    `${q(params.field)} is the time of the event: expected a number with the "unit" "s", "ms", "us" or "ns", or a string with the "format" "date-time", received ${timeText(params)}`,
  "cannot-merge": ({ keyword }) =>
    `this branch of "allOf" and the rest of the event disagree on ${q(keyword)}, and no single object type can express both; say it in one place (to close an object that uses allOf, use "unevaluatedProperties")`,
  contradiction: ({ kind, name, because }) =>
    `${unsatisfied(kind, name)}: ${whyContradictory(because)}; correct it, or write false where nothing is meant to pass`,
  "branch-field": ({ field, keyword }) =>
    `${q(field)} is declared only in a branch of ${q(keyword)}; declare every field of an event in its "properties", and let branches restrict them`,
  "undeclared-required": ({ field, suggestion }) =>
    `${q(field)} is named here, but not declared in "properties"${didYouMean(suggestion)}`,
  "reserved-name": ({ field }) =>
    `a field cannot be called ${q(field)}: every JavaScript object has a property of that name, or sorts it before all others`,
  "fieldless-object": () =>
    `this object declares no fields, so writers could only write {}; add "properties", or "additionalProperties" for free keys`,
  "impossible-member": ({ received, reason }) =>
    `no value can be ${received}, since the keywords beside "enum" rule it out: it ${reason}; leave it out, or correct them`,
  "invalid-example": ({ keyword, received, reason }) => `${q(keyword)} must be valid itself: ${received} ${reason}`,
};

/** `.event`, or `["event name"]`. */
function propertyOf(field: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(field) ? `.${field}` : `[${q(field)}]`;
}

function envelopeText({ nameField, timeField, timeKind }: Envelope): string {
  const form = timeKind === "date-time" ? "as text" : `in ${timeKind}`;
  return `name in ${q(nameField)} and its time in ${q(timeField)}, ${form}`;
}

function timeText({ types, unit, format }: DiagnosticParams["time-kind"]): string {
  if (types.length === 0) return "no type";
  const type = types.map(q).join(" or ");
  if (types.includes("string"))
    return format === undefined ? `${type} without a format` : `${type} with the format ${q(format)}`;
  return unit === undefined ? `${type} without a unit` : `${type} with the unit ${q(unit)}`;
}

function unsatisfied(kind: DiagnosticParams["contradiction"]["kind"], name: string): string {
  switch (kind) {
    case "whole":
      return "no event satisfies this schema";
    case "definition":
      return name === "" ? "no value satisfies this schema" : `no value satisfies the definition ${q(name)}`;
    case "field":
      return `no value satisfies the field ${q(name)}`;
    case "part":
      return `no value satisfies this ${q(name)}`;
    case "branch":
      return name.endsWith("Of") ? `no value satisfies this branch of ${q(name)}` : `no value satisfies ${q(name)}`;
    case "condition":
      return `no value satisfies the condition ${q(name)}`;
  }
}

function whyContradictory(because: DiagnosticParams["contradiction"]["because"]): string {
  const all = because.map(({ keyword, line, file }) =>
    file === undefined ? `${q(keyword)} (line ${line})` : `${q(keyword)} (${file}:${line})`,
  );
  const [first, second] = all;
  if (first === undefined) return "the schemas around it contradict it";
  if (second === undefined) return `${first} rules out every value`;
  return all.length === 2
    ? `${first} contradicts ${second}`
    : `${all.slice(0, -1).join(", ")} and ${all.at(-1)} contradict each other`;
}
const endsReason = {
  unknown: (ends: string) => `no event is called ${ends}`,
  itself: (ends: string) => `${ends} is this event itself; name the event that this one ends`,
  unrelated: (ends: string) => `${ends} and this event share no dimension or identifier to pair them by`,
} as const;

const partOfReason = {
  "no-count": (field: string) => `${field} is not a count; only counts add up`,
  unknown: (_: string, partOf: string) => `no field of this object is called ${partOf}`,
  itself: (field: string) => `${field} is this field itself; name the count that it is a part of`,
  "whole-no-count": (_: string, partOf: string) => `${partOf} is not a count; name a field whose kind is count`,
  "other-unit": (field: string, partOf: string) =>
    `${field} and ${partOf} have different units, so they cannot be added up`,
  "part-itself": (field: string, partOf: string) =>
    `${partOf} is itself part of another count; name that one, or remove "partOf" from ${field}`,
} as const;

function pairsTaken(params: DiagnosticParams["pairs-taken"]): string {
  const pairs = q(params.pairs);
  switch (params.taken) {
    case "name":
      return `${params.other} has the name ${pairs} already`;
    case "default":
      return `the pairs of ${params.other} have the name ${pairs} already, since it does not give them another`;
    case "view":
      return `SQL has a view ${pairs} for all catalogues already`;
    case "word":
      return `${pairs} is a word of SQL, so that no query could name the view without quotes`;
    default:
      return params satisfies never;
  }
}

const expectedMaximumReason = {
  "no-number": (field: string) =>
    `${field} is neither a measure nor a count; only their values have an expected maximum`,
  maximum: (field: string, own: number, maximum: number) =>
    `${own} is not below the maximum of ${field}, ${maximum}: greater values are not valid anyway; leave it out`,
  "exclusive-maximum": (field: string, own: number, limit: number) =>
    `${own} is not below ${limit}, which all values of ${field} are less than: greater values are not valid anyway; leave it out`,
  "exclusive-minimum": (field: string, own: number, limit: number) =>
    `${own} is not above ${limit}, which all values of ${field} are greater than, so that every value would look wrong`,
  minimum: (field: string, own: number, minimum: number) =>
    `${own} is below the smallest value of ${field}, ${minimum}, so that every value would look wrong`,
  example: (field: string, own: number, example: number) =>
    `the example ${example} of ${field} is greater than ${own}; reports would say that it looks wrong`,
} as const;

const bucketsReason = {
  "no-measure": (field: string) => `${field} is not a measure; only the values of measures are counted in buckets`,
  order: (field: string, value: number) =>
    `the limits of ${field} must ascend: ${value} is not greater than the one before it`,
  "too-many": (field: string, value: number) =>
    `${field} has ${value}; at most ${maxHistogramBuckets} are useful, since each is a time series for every combination of labels`,
} as const;

const blameName = { file: "the file's name", const: "properties.event.const", title: "the title" } as const;

/** A diagnostic in one line: `file:line:column: sentence (code)`. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column } = diagnostic.location;
  return `${file}:${line}:${column}: ${diagnosticMessage(diagnostic)} (${diagnostic.code})`;
}

/** The sentence of a diagnostic, without its place. */
export function diagnosticMessage<Code extends DiagnosticCode>(diagnostic: Extract<Diagnostic, { code: Code }>): string;
export function diagnosticMessage(diagnostic: Diagnostic): string {
  // Each message takes the params of its code, which TypeScript cannot express for the union.
  const message = messages[diagnostic.code] as (params: Diagnostic["params"]) => string;
  return `${message(diagnostic.params)}${ownedBy(diagnostic.location.package)}`;
}

/** Whoever finds it cannot mend it there. */
function ownedBy(owner: string | undefined): string {
  return owner === undefined
    ? ""
    : `; this is in the package ${owner}: tell those who publish it, or install another version`;
}

function shorten(token: string): string {
  return token.length <= 60 ? token : `${token.slice(0, 60)}…`;
}

function q(text: string): string {
  return JSON.stringify(text);
}
