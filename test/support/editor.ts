import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { getLanguageService, type JSONDocument, TextDocument } from "vscode-json-languageservice";

/** What an editor shows: the language service of Visual Studio Code, which other editors use, too. */
const service = getLanguageService({
  schemaRequestService: async (uri) => readFileSync(new URL(uri), "utf8"),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
});
// As the settings that `init` writes do.
const association = {
  uri: pathToFileURL("schemas/meta/event.schema.json").href,
  fileMatch: ["/schemas/events/*.schema.json"],
};
service.configure({ validate: true, allowComments: false, schemas: [association] });

interface Opened {
  readonly document: TextDocument;
  readonly json: JSONDocument;
}

/** Opens a text as the file of a URL. Its `$schema` leads from there. */
function open(url: URL, text: string): Opened {
  const document = TextDocument.create(url.href, "json", 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

/** What the editor underlines, each as `line: message`. */
export async function warningsOf(url: URL, text: string): Promise<string[]> {
  const { document, json } = open(url, text);
  const found = await service.doValidation(document, json);
  return found.map(({ range, message }) => `${range.start.line + 1}: ${message}`).toSorted();
}

/** What the editor proposes at the `|` of a text: the text that it would insert, by label. */
export async function completionsOf(url: URL, text: string): Promise<Map<string, string>> {
  const { document, json } = open(url, text.replace("|", ""));
  const { items } = (await service.doComplete(document, document.positionAt(text.indexOf("|")), json)) ?? { items: [] };
  return new Map(items.map(({ label, textEdit, insertText }) => [label, textEdit?.newText ?? insertText ?? label]));
}

/** What the editor shows where the mouse is on the `|` of a text. */
export async function hoverOf(url: URL, text: string): Promise<string> {
  const { document, json } = open(url, text.replace("|", ""));
  const hover = await service.doHover(document, document.positionAt(text.indexOf("|")), json);
  return [hover?.contents ?? []].flat().join("\n");
}

/** A snippet as it is when nobody types over its placeholders. */
export function filledIn(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+:([^}]*)\}/g, "$1")
    .replaceAll(/\$\d+/g, "")
    .replaceAll("\\$", "$");
}
