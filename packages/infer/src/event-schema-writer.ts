import { joinPointer } from "@metric-events/runtime";
import type { SchemaObject, TypeName } from "@metric-events/schema";
import type { Guess } from "./guess/guess.js";
import { evidenceComment } from "./guess/guess-message.js";
import { namesAsData } from "./guess/names-as-data.js";
import { proposeNumber } from "./guess/numbers.js";
import { proposeText } from "./guess/texts.js";
import { findVariants } from "./guess/variants.js";
import type { FieldEvidence } from "./proposal.js";
import { SketchBudget } from "./sketch/limits.js";
import { type ObjectSketch, Sketch } from "./sketch/sketch.js";

/** Keywords of a schema, and why they were proposed. */
interface Part {
  readonly keywords: SchemaObject;
  readonly types: readonly TypeName[];
  readonly guesses: readonly Guess[];
}

/** A place in events: as people write it, and as a pointer into the schema. */
interface Place {
  readonly path: string;
  readonly pointer: string;
  /** The nearest name of a field. */
  readonly name: string;
}

const root: Place = { path: "", pointer: "", name: "" };

/** Writes the schema of an event from its sketch. Gathers the evidence for each field. */
export class EventSchemaWriter {
  readonly #evidence: FieldEvidence[] = [];
  readonly #refused: ReadonlySet<string>;
  readonly #hidden: ReadonlySet<string>;

  /**
   * @param refused pointers of properties that the lint refuses: they are described together with those whose names are data.
   * @param hidden names of fields at the root that the envelope describes.
   */
  constructor(refused: ReadonlySet<string>, hidden: ReadonlySet<string>) {
    this.#refused = refused;
    this.#hidden = hidden;
  }

  /** What was seen, in the order of the schema. */
  get evidence(): readonly FieldEvidence[] {
    return this.#evidence;
  }

  /** The keywords of the whole event, and why they were proposed. */
  event(objects: ObjectSketch): Pick<Part, "keywords" | "guesses"> {
    return this.#object(objects, root);
  }

  #value(sketch: Sketch, place: Place, of: number, because: readonly Guess[] = []): SchemaObject {
    // Evidence of a field comes before that of the fields in it.
    const index = this.#evidence.length;
    const parts = this.#parts(sketch, place);
    const types = parts.flatMap((part) => part.types);
    const guesses = [...because, ...parts.flatMap((part) => part.guesses)];
    const isAnything = sketch.unknown > 0 || types.length === 0;
    if (isAnything) this.#evidence.length = index;
    const evidence: FieldEvidence = {
      path: place.path,
      types: isAnything ? [] : types,
      seen: sketch.seen,
      of,
      values: differentValues(sketch),
      guesses: isAnything
        ? [{ keyword: "type", value: undefined, because: { code: "not-looked-into", values: sketch.unknown } }]
        : guesses,
    };
    this.#evidence.splice(index, 0, evidence);
    const keywords: SchemaObject = Object.assign({}, ...parts.map((part) => part.keywords));
    return {
      description: seenDescription(isAnything ? [] : types, sketch.seen < of),
      $comment: evidenceComment(evidence),
      ...(isAnything ? {} : { type: types.length === 1 ? types[0] : types, ...keywords }),
    };
  }

  /** What each type of values brings. */
  #parts(sketch: Sketch, place: Place): readonly Part[] {
    const { numbers, texts, objects, elements } = sketch;
    const parts: Part[] = [];
    if (texts !== undefined) {
      const isOnly = texts.seen + sketch.nulls === sketch.seen;
      const { keywords, guesses } = proposeText(place.name, place.path, texts, isOnly);
      const withNull = keywords.enum !== undefined && sketch.nulls > 0 ? { enum: [...keywords.enum, null] } : {};
      parts.push({ types: ["string"], keywords: { ...keywords, ...withNull }, guesses });
    }
    if (numbers !== undefined) {
      const { type, keywords, guesses } = proposeNumber(place.name, numbers);
      parts.push({ types: [type], keywords, guesses });
    }
    if (sketch.booleans > 0) parts.push({ types: ["boolean"], keywords: {}, guesses: [] });
    if (objects !== undefined) parts.push(this.#object(objects, place));
    if (sketch.arrays > 0) parts.push({ types: ["array"], keywords: this.#items(elements, place), guesses: [] });
    if (sketch.nulls > 0) parts.push({ types: ["null"], keywords: {}, guesses: [] });
    return parts;
  }

  #items(elements: Sketch | undefined, { path, pointer, name }: Place): SchemaObject {
    if (elements === undefined) return {};
    const place = { path: `${path}[]`, pointer: `${pointer}/items`, name };
    return { items: this.#value(elements, place, elements.seen) };
  }

  #object(objects: ObjectSketch, place: Place): Part {
    const isRoot = place === root;
    const data = namesAsData(objects, isRoot);
    const isRefused = (name: string): boolean => this.#refused.has(propertyPointer(place, name));
    const shown = objects.order.filter((name) => !(isRoot && this.#hidden.has(name)));
    const declared = shown.filter((name) => !data.has(name) && !isRefused(name));
    const joined = shown.filter((name) => !declared.includes(name));
    const properties = declared.map((name): [string, SchemaObject] => {
      const path = isRoot ? name : `${place.path}.${name}`;
      return [name, this.#field(objects, name, { path, pointer: propertyPointer(place, name), name })];
    });
    const required = declared.filter((name) => objects.fields.get(name)?.seen === objects.seen);
    const tagged = findVariants(objects.signatures.all, place.path, required);
    const others = this.#others(objects, joined, place, isRoot);
    const declaresNone = declared.length === 0 && others === undefined && !isRoot;
    const variants = tagged?.variants.map(({ words, required: own }) => ({
      properties: { [tagged.tag]: words.length === 1 ? { const: words[0] } : { enum: words } },
      required: own.filter((name) => declared.includes(name) && !required.includes(name)),
    }));
    return {
      types: ["object"],
      keywords: {
        ...(required.length === 0 ? {} : { required }),
        ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
        ...(variants === undefined ? {} : { anyOf: variants }),
        // The fields of the envelope stand in another file, and only the one of these two keywords knows them.
        ...(others === undefined ? {} : { [isRoot ? "unevaluatedProperties" : "additionalProperties"]: others }),
        ...(declaresNone ? { additionalProperties: true } : {}),
      },
      guesses:
        tagged === undefined
          ? []
          : [guess("anyOf", { code: "tag", field: tagged.tag, variants: tagged.variants.length })],
    };
  }

  #field(objects: ObjectSketch, name: string, place: Place): SchemaObject {
    return this.#value(objects.fields.get(name) ?? new Sketch(), place, objects.seen);
  }

  /** The values of all fields that are not declared. */
  #others(
    { fields, others }: ObjectSketch,
    names: readonly string[],
    { path, pointer, name }: Place,
    isRoot: boolean,
  ): SchemaObject | undefined {
    if (names.length === 0 && others === undefined) return undefined;
    const budget = new SketchBudget();
    const joined = new Sketch();
    for (const each of [...names.map((field) => fields.get(field)), others]) {
      if (each !== undefined) joined.join(each, budget);
    }
    const keyword = isRoot ? "unevaluatedProperties" : "additionalProperties";
    const place = { path: isRoot ? "*" : `${path}.*`, pointer: `${pointer}/${keyword}`, name };
    return this.#value(joined, place, joined.seen, [
      guess(keyword, { code: "names-are-data", names: names.length, areMore: others !== undefined }),
    ]);
  }
}

const typeWords: Readonly<Record<TypeName, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  array: "list",
  null: "null",
};

/** What a log shows of a value, until somebody writes what it means: `Text or null in the log, absent in some places.` */
function seenDescription(types: readonly TypeName[], isOptional: boolean): string {
  const words = types.length === 0 ? "any JSON value" : types.map((type) => typeWords[type]).join(" or ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} in the log${isOptional ? ", absent in some places" : ""}.`;
}

/** How many different texts and numbers there were; `undefined` where there are too many, or none. */
function differentValues({ texts, numbers }: Sketch): number | undefined {
  if (texts === undefined) return numbers?.values?.size;
  if (numbers === undefined) return texts.counts?.size;
  return texts.counts === undefined || numbers.values === undefined
    ? undefined
    : texts.counts.size + numbers.values.size;
}

function guess(keyword: string, because: Guess["because"]): Guess {
  return { keyword, value: undefined, because };
}

function propertyPointer({ pointer }: Place, name: string): string {
  return joinPointer(pointer, "properties", name);
}
