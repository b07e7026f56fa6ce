import {
  didYouMean,
  type EventDefinition,
  formatIssue,
  hostFieldOf,
  type Issue,
  isBigintAt,
  type JsonValue,
  joinPointer,
  suggest,
} from "@metric-events/runtime";
import { type EventFlag, findFlag, flagsOf } from "./flags.js";
import { hostFlag, markHostField } from "./host-flag.js";
import { parseJsonObject } from "./json-object.js";
import type { EmitArguments, GivenFlag } from "./parse-arguments.js";
import { parseTime, timeOf } from "./parse-time.js";
import { parseValue } from "./parse-value.js";

type Fields = Record<string, unknown>;
type FlagValue = JsonValue | bigint;

/** The event that the arguments describe, or all mistakes in them, each beginning with the flag. */
type Built = { readonly event: Fields } | { readonly mistakes: readonly string[] };

/** Builds an event from arguments; `now` in Unix seconds is the default time. */
export function buildEvent(definition: EventDefinition, args: EmitArguments, now: number): Built {
  return new EventBuilder(definition).build(args, now);
}

class EventBuilder {
  readonly #definition: EventDefinition;
  readonly #flags: readonly EventFlag[];
  readonly #mistakes: string[] = [];
  /** Pointers that are not reported again: a misspelt flag is not also missing. */
  readonly #settled = new Set<string>();
  readonly #given = new Set<EventFlag>();
  /** The flag that `--host` stands for in events that have none of this name. */
  readonly #hostFlag: EventFlag | undefined;
  #isHostFlagUsed = false;
  /** Whether --json could not be parsed, which may be why a field is missing. */
  #isJsonLost = false;
  #hasTimestampFlag = false;

  constructor(definition: EventDefinition) {
    this.#definition = definition;
    this.#flags = flagsOf(definition);
    const field = hostFieldOf(definition);
    const isOwn = findFlag(this.#flags, hostFlag) !== undefined;
    this.#hostFlag = isOwn ? undefined : this.#flags.find(({ path }) => path.length === 1 && path[0] === field);
  }

  build({ own, given, mistakes }: EmitArguments, now: number): Built {
    this.#mistakes.push(...mistakes);
    const json = own.json === undefined ? {} : this.#parseJson(own.json);
    const { eventName, envelope } = this.#definition;
    const { nameField, timeField, timeKind } = envelope;
    const event: Fields = {
      [timeField]: timeOf(now, timeKind, this.#isBigint([timeField])),
      [nameField]: eventName,
      ...json,
    };
    if (own.timestamp !== undefined) this.#setTimestamp(event, own.timestamp);
    for (const flag of this.#groupFlags(given)) this.#set(event, flag);
    const typed = this.#definition.fromJson(event) as Fields;
    const issues = this.#definition.check(typed, "writer").filter((issue) => !this.#isSettled(issue));
    this.#mistakes.push(...issues.map((issue) => this.#describe(issue, json)));
    return this.#mistakes.length === 0 ? { event: typed } : { mistakes: this.#mistakes };
  }

  #isBigint(path: readonly (string | number)[]): boolean {
    return isBigintAt(this.#definition.bigints, path);
  }

  #parseJson(text: string): Fields {
    const parsed = parseJsonObject(text, this.#definition);
    if ("object" in parsed) return parsed.object;
    this.#mistakes.push(...parsed.mistakes.map((mistake) => `--json: ${mistake}`));
    this.#isJsonLost = true;
    return {};
  }

  #setTimestamp(event: Fields, text: string): void {
    const { timeField, timeKind } = this.#definition.envelope;
    const parsed = parseTime(text, timeKind, this.#isBigint([timeField]));
    if ("value" in parsed) event[timeField] = parsed.value;
    else
      this.#mistakes.push(`--timestamp: expected ${parsed.expected}, received ${JSON.stringify(text)}${parsed.hint}`);
    this.#hasTimestampFlag = true;
  }

  /** Collects the values of each flag: that of an array has several. */
  #groupFlags(given: readonly GivenFlag[]): ReadonlyMap<EventFlag, readonly FlagValue[]> {
    const groups = new Map<EventFlag, FlagValue[]>();
    for (const { name, text } of given) {
      const negated = name.startsWith("no-") ? findFlag(this.#flags, name.slice(3)) : undefined;
      const flag =
        name === hostFlag && this.#hostFlag !== undefined
          ? this.#hostFlag
          : (findFlag(this.#flags, name) ?? (negated?.value === "boolean" ? negated : undefined));
      if (flag === undefined) {
        this.#mistakes.push(this.#unknownFlag(name));
        continue;
      }
      if (flag === this.#hostFlag && name === hostFlag) this.#isHostFlagUsed = true;
      const value = this.#parse(flag, name, flag === negated ? (text ?? "false") : text);
      if (value === undefined) this.#settled.add(pointerOf(flag.path));
      else groups.set(flag, [...(groups.get(flag) ?? []), value]);
    }
    return groups;
  }

  #parse(flag: EventFlag, name: string, given: string | undefined): FlagValue | undefined {
    const text = given ?? (flag.value === "boolean" ? "true" : undefined);
    if (text === undefined) {
      this.#mistakes.push(
        `--${name}: expected ${flag.field.accepts}, received nothing; write --${name}=--text for a value that begins with dashes`,
      );
      return undefined;
    }
    const path = flag.value === "list" ? [...flag.path, 0] : flag.path;
    const parsed = parseValue(text, flag, this.#isBigint(path));
    if ("value" in parsed) return parsed.value;
    this.#mistakes.push(`--${name}: expected ${parsed.expected}, received ${JSON.stringify(text)}`);
    return undefined;
  }

  #set(event: Fields, [flag, values]: [EventFlag, readonly FlagValue[]]): void {
    if (flag.value !== "list" && values.length > 1) {
      const { eventName } = this.#definition;
      const why = this.#isAlias(flag) ? `: --${hostFlag} is --${flag.name} of ${eventName}` : "";
      this.#mistakes.push(`--${flag.name}: given ${values.length} times, expected once${why}`);
      this.#settled.add(pointerOf(flag.path));
      return;
    }
    this.#given.add(flag);
    let target = event;
    for (const name of flag.path.slice(0, -1)) {
      const inner = target[name];
      const copy: Fields = typeof inner === "object" && inner !== null ? { ...inner } : {};
      target[name] = copy;
      target = copy;
    }
    target[flag.path.at(-1) ?? ""] = flag.value === "list" ? values : values[0];
  }

  #unknownFlag(name: string): string {
    const { eventName } = this.#definition;
    const { timeField } = this.#definition.envelope;
    if (name === timeField) return `--${name}: the time of an event is set with --timestamp`;
    if (name === hostFlag) return `--${name}: ${eventName} has no field for the host; ${markHostField}`;
    const shadowed = this.#flags.find((flag) => flag.isShadowed && (flag.name === name || flag.wireName === name));
    if (shadowed !== undefined) return `--${name}: this is an option of the command; set the field with --json`;
    const candidates = this.#flags.filter((flag) => !flag.isShadowed).map((flag) => flag.name);
    const meant = suggest(name, candidates);
    if (meant !== undefined) this.#settled.add(pointerOf(findFlag(this.#flags, meant)?.path ?? []));
    const otherwise = `its flags: ${candidates.map(writeFlag).join(", ")}`;
    const hint = didYouMean(meant, { write: writeFlag, otherwise });
    return `--${name}: not a flag of ${eventName}${hint}`;
  }

  /** Whether it was given as `--host`, which stands for it. */
  #isAlias(flag: EventFlag): boolean {
    return this.#isHostFlagUsed && flag === this.#hostFlag;
  }

  #isSettled({ code, pointer }: Issue): boolean {
    if (code === "required" && this.#isJsonLost) return true;
    return [...this.#settled].some((settled) => pointer === settled || settled.startsWith(`${pointer}/`));
  }

  /** The issue as a message that begins with the flag at fault. */
  #describe(issue: Issue, json: Fields): string {
    const { pointer } = issue;
    if (pointer === joinPointer("", this.#definition.envelope.timeField) && this.#hasTimestampFlag) {
      return `--timestamp: ${formatIssue({ ...issue, pointer: "" })}`;
    }
    const flag =
      [...this.#given].findLast(({ path }) => `${pointer}/`.startsWith(`${pointerOf(path)}/`)) ??
      (isWithin(json, pointer) ? undefined : this.#flags.find(({ path }) => pointerOf(path) === pointer));
    if (flag !== undefined && (!flag.isShadowed || this.#isAlias(flag))) {
      const name = this.#isAlias(flag) ? hostFlag : flag.name;
      return `--${name}: ${formatIssue({ ...issue, pointer: pointer.slice(pointerOf(flag.path).length) })}`;
    }
    return pointer === "" ? formatIssue(issue) : `--json: ${formatIssue(issue)}`;
  }
}

/** Whether an object has the first field of a pointer. */
function isWithin(fields: Fields, pointer: string): boolean {
  return Object.keys(fields).some((name) => `${pointer}/`.startsWith(`${pointerOf([name])}/`));
}

function pointerOf(path: readonly string[]): string {
  return path.reduce((pointer, name) => joinPointer(pointer, name), "");
}

function writeFlag(name: string): string {
  return `--${name}`;
}
