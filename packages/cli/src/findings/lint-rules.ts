import type { DiagnosticCode } from "@metric-events/schema";
import type { RuleText } from "@metric-events/text";

/** What code scanning shows next to the findings of `lint`; the message of a finding has the names and places. */
export const lintRules: Readonly<Record<DiagnosticCode, RuleText>> = {
  "unreadable-file": { description: "a schema file cannot be read", help: "Check its path and its permissions" },
  "no-events": {
    description: "the folder holds no event schemas",
    help: "Put a file named <event>.schema.json for each event into its subfolder events",
  },
  "file-name": {
    description: "a file would be ignored, since its name does not end in .schema.json",
    help: "Rename it",
  },
  "not-a-schema": { description: "the file does not hold a schema", help: "A schema is a JSON object" },
  "not-utf8": { description: "the file is not UTF-8", help: "Save it as UTF-8" },
  "not-json": { description: "the file is not JSON", help: "Correct the place that the message names" },
  "inexact-number": {
    description: "no 64-bit float holds a number, so validators compare with another one",
    help: "Write fewer digits, or describe such values as text",
  },
  "unusable-config": {
    description: 'the config file does not say what "format" means',
    help: "Correct the config file",
  },
  "lone-surrogate": {
    description: "a text has half of a surrogate pair, which no UTF-8 file and no URI can hold",
    help: "Write both halves, or the character itself",
  },
  "duplicate-key": { description: "an object has the same key twice", help: "Remove one of the two" },
  "unknown-dialect": {
    description: '"$schema" names a dialect that is not known',
    help: "Use a path to event.schema.json, or JSON Schema 2020-12",
  },
  "unknown-keyword": {
    description: "the keyword is not one of those that event schemas may use",
    help: "Correct its spelling, or leave it out",
  },
  "bad-keyword-value": {
    description: "a keyword has a value that it cannot have",
    help: "Write what the message expects",
  },
  "bad-id": { description: '"$id" is not a URI', help: 'Leave "$id" out: files refer to each other by relative path' },
  "id-clash": { description: 'two files have the same "$id"', help: "Give each file its own, or none" },
  "anchor-clash": { description: 'two schemas of a file have the same "$anchor"', help: "Rename one of them" },
  "misplaced-id": {
    description: '"$id" is allowed only at the root of a file',
    help: 'Use "$anchor", or "$defs" and a JSON Pointer',
  },
  "bad-pattern": {
    description: "a pattern is not a valid regular expression",
    help: "Patterns are ECMA-262 regular expressions with the u flag",
  },
  "unchecked-format": {
    description: "formats are to be checked, and this one cannot be",
    help: "Write a pattern, or leave the format out",
  },
  "bigint-branches": {
    description: "branches disagree about whether whole numbers have 64 bits",
    help: 'Give the "format" "int64" to all branches that have a number there, or to none',
  },
  "slow-pattern": {
    description: "a pattern may take very long to judge a text",
    help: "Let no repetition match what the one next to it or inside it matches",
  },
  "ref-nowhere": { description: "a reference leads nowhere", help: "Correct its path or its fragment" },
  "ref-circle": { description: "a reference leads back to itself", help: "Describe the value in one of the places" },
  "ref-to-event": {
    description: "a schema refers to an event",
    help: "Move what both need into the shared folder",
  },
  "untitled-recursion": {
    description: "a schema that contains itself has no name",
    help: 'Give it a "title", which names its type, and refer to it by a "$ref" alone',
  },
  "too-large": {
    description: "a schema grows too large where references are replaced",
    help: 'Refer to large schemas less often, or give them a "title"',
  },
  "too-many-fields": {
    description: "an event has too many fields, with those within fields",
    help: "Split the event, or refer less often to types that have many fields",
  },
  "title-clash": { description: "two schemas have the same title", help: "Rename one: each title names one type" },
  "reserved-title": { description: "generated code uses the title itself", help: "Choose another title" },
  "idle-title": { description: "a title only says the field's name again", help: "Leave it out" },
  "missing-title": { description: "an event has no title", help: "Add its name in Pascal case, which names its type" },
  "missing-description": {
    description: "something has no description",
    help: "Say what it means and when it is absent",
  },
  "stub-description": {
    description: "a description is still a stub",
    help: "Say what the value means, beyond its name, and when it is absent",
  },
  "missing-unit": {
    description: "a measure has no unit",
    help: 'Add a unit in UCUM, such as "s", "By" or "1", or another "kind"',
  },
  "part-of": {
    description: '"partOf" does not name a count of this object that it can be a part of',
    help: "Name a count with the same unit",
  },
  "expected-maximum": {
    description: '"expectedMaximum" contradicts the field that it is about',
    help: "Give the largest value of a measure or count that can be right, within the limits of the schema",
  },
  cardinality: {
    description: '"cardinality" is of a field that is not a dimension',
    help: "Leave it out, or make the field a dimension",
  },
  buckets: {
    description: '"buckets" is not a list of ascending limits of a measure',
    help: "Give a few ascending limits in the unit of the measure",
  },
  "missing-event-const": {
    description: "the schema does not say which event it describes",
    help: 'Add a "const" with the name to the field of the name, such as properties.event: { "const": "runner_start" }',
  },
  "event-name": {
    description: "the file, the title and the const do not agree on the name of the event",
    help: "Name the file and the const in snake case, the title in Pascal case",
  },
  "event-file": {
    description: "the file of an event is not named after its title",
    help: "Name the file after the title, in snake case",
  },
  "bad-event-name": {
    description: "no event can have this name",
    help: "Name it in lower-case ASCII words joined by underscores",
  },
  "field-clash": {
    description: "two fields have names that differ only in case",
    help: "Rename one: SQL, Parquet and other readers ignore case",
  },
  "column-clash": {
    description: "a field has the name of a column that every event has in SQL",
    help: "Rename the field",
  },
  "reserved-event-name": {
    description: "generated code has a module with the name of the event",
    help: "Choose another name for the event",
  },
  "event-name-clash": { description: "two files describe the same event", help: "Rename or remove one of them" },
  "ends-nowhere": {
    description: '"ends" does not name an event that this one can end',
    help: "Name an event that shares a dimension or an identifier with this one",
  },
  "misplaced-ends": { description: '"ends" is allowed only at the root of an event', help: "Move it there" },
  "misplaced-pairs": {
    description: '"pairs" is allowed only beside "ends", at the root of an event',
    help: 'Move it there, or add "ends"',
  },
  "pairs-taken": {
    description: '"pairs" has the name of an event, or that of other pairs',
    help: "Choose another name, such as the plural of what begins and ends",
  },
  spans: {
    description: '"spans" does not mark the measure that reaches back to the event that this one ends',
    help: 'Say it of one measure of time, and name the event that "ends" names',
  },
  "misplaced-spans": {
    description: '"spans" is allowed only on a field of the event itself',
    help: "Move it to the measure that says how long something took",
  },
  origin: {
    description: 'the field that "origin" marks cannot name the host that an event comes from',
    help: 'Mark one field of the event whose "type" is "string"',
  },
  "misplaced-origin": {
    description: '"origin" is allowed only on a field of the event itself',
    help: "Move it to the field that names the host",
  },
  otel: {
    description: '"otel" does not name an attribute of OpenTelemetry that is free for its field',
    help: "Choose a name that no other field of the event has, from the semantic conventions where they have one",
  },
  "misplaced-otel": {
    description: '"otel" is allowed only on a field of the event itself',
    help: "Move it to a field of the event, or remove it",
  },
  "not-an-object": { description: "an event is not described as an object", help: 'Add "type": "object" at the root' },
  "missing-envelope": {
    description: "an event lacks a field that every event carries",
    help: 'Add "allOf": [{ "$ref": "../shared/event.schema.json" }]',
  },
  "misplaced-envelope": {
    description: '"envelope" is allowed only on a field of the event itself',
    help: "Move it to the field that holds the time or the name of the event",
  },
  "envelope-twice": {
    description: "two fields of an event say that they are its time, or its name",
    help: 'Remove "envelope" from one of them',
  },
  "envelope-differs": {
    description: "events of one folder have their names or times in different fields, or times of different kinds",
    help: "Describe both fields in one envelope, which all events bring in",
  },
  "time-example": {
    description: "the example of a time is long after the year 9999, so it is in a smaller unit",
    help: 'Correct the "unit" of the time, or its example',
  },
  "time-kind": {
    description: "the time of an event is not of a kind that tools can compute with",
    help: 'Make it a number with the "unit" "s", "ms", "us" or "ns", or a string with the "format" "date-time"',
  },
  "cannot-merge": {
    description: "branches of allOf disagree in a way that no single object type can express",
    help: "Say it in one place",
  },
  contradiction: {
    description: "no value can satisfy the schema",
    help: "Correct it, or write false where nothing may pass",
  },
  "branch-field": {
    description: "a field is declared only in a branch",
    help: 'Declare every field in "properties", and let branches restrict them',
  },
  "undeclared-required": {
    description: 'a field is required but not declared in "properties"',
    help: "Declare it, or correct its spelling",
  },
  "reserved-name": { description: "JavaScript gives the name of the field a meaning of its own", help: "Rename it" },
  "fieldless-object": {
    description: "an object declares no fields",
    help: 'Add "properties", or "additionalProperties" for free keys',
  },
  "impossible-member": {
    description: "an enum has a member that no value can be",
    help: "Leave it out, or correct the keywords beside the enum",
  },
  "invalid-example": {
    description: "an example or default does not satisfy its own schema",
    help: "Correct the example, or the schema",
  },
};
