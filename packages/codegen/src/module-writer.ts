import { harmlessJson } from "@metric-events/text";
import { generatedMark, javascriptMarkFrom } from "./generated-marks.js";

/** A file to write, with its path relative to the output folder. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** What code is generated: TypeScript, JavaScript with declarations beside it, or types alone, which import nothing. */
export type CodeKind = "typescript" | "javascript" | "types";

/** What imports of generated TypeScript end in. Compilers take `.js`; programs that only strip types, such as Node and Deno, need `.ts`. */
export type ImportExtension = ".js" | ".ts";

export interface GenerateOptions {
  /** The module that generated code imports the runtime from. Default: `@metric-events/runtime`. */
  readonly runtime?: string;
  /** Default: `typescript`. */
  readonly code?: CodeKind | undefined;
  /** Default: `.js`. JavaScript and its declarations always import `.js`. */
  readonly importExtension?: ImportExtension | undefined;
}

/** A part of a module in each form; an empty text where it has no part. */
export interface ModulePart {
  readonly typescript: string;
  readonly javascript: string;
  /** In `.d.ts`, beside JavaScript. */
  readonly declaration: string;
  readonly types: string;
}

/** Writes modules as one kind of code. */
export class ModuleWriter {
  readonly runtime: string;
  readonly kind: CodeKind;
  readonly #extension: ImportExtension;

  constructor({ runtime = "@metric-events/runtime", code = "typescript", importExtension = ".js" }: GenerateOptions) {
    this.runtime = runtime;
    this.kind = code;
    this.#extension = code === "javascript" ? ".js" : importExtension;
  }

  /** Texts that decide, besides schemas, what modules are like. */
  get inputs(): readonly string[] {
    return [this.runtime, this.kind, this.#extension];
  }

  /** How other modules import a module. */
  specifier(name: string): string {
    return JSON.stringify(`./${name}${this.#extension}`);
  }

  /** The paths of a module's files. */
  paths(name: string, has: "code" | "types" | "code and types"): readonly string[] {
    switch (this.kind) {
      case "typescript":
        return [`${name}.ts`];
      case "types":
        return has === "code" ? [] : [`${name}.ts`];
      case "javascript":
        return [...(has === "types" ? [] : [`${name}.js`]), ...(has === "code" ? [] : [`${name}.d.ts`])];
      default:
        return this.kind satisfies never;
    }
  }

  /** The files of a module. */
  files(name: string, origin: string, parts: readonly ModulePart[]): readonly GeneratedFile[] {
    switch (this.kind) {
      case "typescript":
        return [file(`${name}.ts`, origin, parts, "typescript")];
      case "types":
        return [file(`${name}.ts`, origin, parts, "types")];
      case "javascript":
        return this.#javascriptFiles(name, origin, parts);
      default:
        return this.kind satisfies never;
    }
  }

  /** Only types have no code, and compiled code has no declarations. */
  #javascriptFiles(name: string, origin: string, parts: readonly ModulePart[]): readonly GeneratedFile[] {
    const isCode = parts.some(({ javascript }) => javascript !== "");
    const isDeclared = !isCode || parts.some(({ declaration }) => declaration !== "");
    return [
      ...(isCode ? [file(`${name}.js`, origin, parts, "javascript")] : []),
      ...(isDeclared ? [file(`${name}.d.ts`, origin, parts, "declaration")] : []),
    ];
  }
}

/** A part that is the same wherever types are. */
export function typePart(text: string): ModulePart {
  return { typescript: text, javascript: "", declaration: text, types: text };
}

/** A part of code. Types alone have nothing of it. */
export function codePart(typescript: string, javascript: string, declaration = ""): ModulePart {
  return { typescript, javascript, declaration, types: "" };
}

function file(path: string, origin: string, parts: readonly ModulePart[], form: keyof ModulePart): GeneratedFile {
  const mark =
    form === "javascript" || form === "declaration" ? javascriptMarkFrom(origin) : generatedMark(".ts", origin);
  const texts = parts.map((part) => part[form]).filter((text) => text !== "");
  // Characters that reorder or hide text would show reviewers other code than the compiler reads. They can only be in strings, regular
  // expressions and comments, where the escape of JSON means the same. A file without an import or export would be a script.
  return { path, content: harmlessJson(`${mark}\n${texts.length === 0 ? "export {};" : texts.join("\n\n")}\n`) };
}
