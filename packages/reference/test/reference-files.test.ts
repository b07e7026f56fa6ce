import type { SchemaHistory } from "@metric-events/check";
import { describe, expect, it } from "vitest";
import { type ReferenceOptions, referenceFiles } from "../src/index.js";
import { doorClosed, doorOpened, eventSchema, modelOf } from "./support/models.js";

const history: SchemaHistory = {
  releases: [
    {
      name: undefined,
      since: "1.0.0",
      events: [
        {
          event: "door_burnt",
          baseline: "",
          status: "removed",
          backward: "incompatible",
          forward: "compatible",
          changes: [],
        },
        {
          event: "door_opened",
          baseline: "",
          status: "added",
          backward: "compatible",
          forward: "unknown",
          changes: [],
        },
      ],
    },
    { name: "1.0.0", since: undefined, events: [] },
  ],
  notes: [],
};

function filesOf(options: ReferenceOptions = {}): ReadonlyMap<string, string> {
  const files = referenceFiles(modelOf(doorOpened, doorClosed), options);
  return new Map(files.map(({ path, content }) => [path, content]));
}

const commandFor: ReferenceOptions["commandFor"] = ({ eventName }, example) => [
  `emit ${eventName} \\`,
  `  --door ${String(example["door"])}`,
];

/** The lines of the fenced block after a line. */
function blockAfter(markdown: string, line: string): string {
  const [, after = ""] = markdown.split(`${line}\n\n`);
  return after.split("\n```")[0]?.replace(/^```\w+\n/, "") ?? "";
}

describe("referenceFiles", () => {
  it("has an index, a page for each event, the changes, a style sheet and a script, or only those of one format", () => {
    const model = modelOf(doorOpened, doorClosed);
    const markdown = ["README.md", "events/door-closed.md", "events/door-opened.md", "types.md", "changes.md"];
    const html = [
      "index.html",
      "events/door-closed.html",
      "events/door-opened.html",
      "types.html",
      "changes.html",
      "style.css",
      "search.js",
    ];
    expect(referenceFiles(model).map(({ path }) => path)).toEqual([...markdown, ...html]);
    expect(referenceFiles(model, {}, "markdown").map(({ path }) => path)).toEqual(markdown);
    expect(referenceFiles(model, {}, "html").map(({ path }) => path)).toEqual(html);
    expect(referenceFiles(model)).toEqual(referenceFiles(modelOf(doorClosed, doorOpened)));
  });

  it("says in both formats what each field is", () => {
    const files = filesOf();
    const markdown = files.get("events/door-opened.md");
    expect(markdown).toContain(
      "| `open_for` (optional) | number ≥ 0 | s | measure | How long it stayed open. Examples: `12.5`. |",
    );
    expect(markdown).toContain("| `lock.code` | integer |  | dimension | The code of the lock. Examples: `7`. |");
    expect(markdown).toContain("Which door, by the `sign` on it.");
    expect(markdown).toContain("Since 1.2.0.");
    const html = files.get("events/door-opened.html");
    expect(html).toContain('<code>open_for</code> <span class="muted">optional</span>');
    expect(html).toContain('class="value">number ≥ 0<');
    expect(html).toContain("Which door, by the <code>sign</code> on it.");
    for (const page of [files.get("events/door-closed.md"), files.get("events/door-closed.html")]) {
      expect(page).toMatch(/\*\*Deprecated\.\*\*|>Deprecated</);
      expect(page).toMatch(/Ends .*door-opened\.(?:md|html)/);
    }
  });

  it("shows a valid line, and how code and the shell issue it", () => {
    const page = filesOf({ module: "@acme/doors", commandFor }).get("events/door-opened.md") ?? "";
    expect(JSON.parse(blockAfter(page, "A line of the log:"))).toMatchObject({ door: "cellar", lock: { code: 7 } });
    expect(blockAfter(page, "Issued from a shell:")).toBe("emit door_opened \\\n  --door cellar");
    expect(blockAfter(page, "Issued from code:")).toContain('import { catalogue, DoorOpened } from "@acme/doors";');
    expect(filesOf().get("events/door-opened.md")).not.toContain("shell");
  });

  it("shows what changed from release to release, of events that are gone too, or says that nothing was released", () => {
    const files = filesOf({ history });
    expect(files.get("changes.md")).toContain("## Not released yet\n\nSince 1.0.0:");
    expect(files.get("changes.md")).toContain("| `door_burnt` | removed | incompatible | compatible |");
    expect(files.get("changes.md")).toContain("## 1.0.0\n\nThe first release.");
    expect(files.get("changes.html")).toContain('class="incompatible">incompatible</td>');
    expect(files.get("events/door-opened.md")).toContain("| Not released yet | new | compatible | unknown |");
    for (const path of ["changes.md", "changes.html", "events/door-opened.md", "events/door-closed.html"])
      expect(filesOf().get(path)).toContain("Nothing was released yet");
  });

  it("has no link that leads nowhere", () => {
    const files = filesOf({ history });
    let links = 0;
    for (const [path, content] of files) {
      const found = path.endsWith(".md")
        ? content.matchAll(/\]\(([^)]+)\)/g)
        : content.matchAll(/(?:href|src)="([^"]+)"/g);
      for (const [, target = ""] of found) {
        links++;
        const url = new URL(target, `http://host/${path}`);
        const page = files.get(url.pathname.slice(1));
        expect(page, `${path}: ${target}`).toBeDefined();
        const anchor = url.hash.slice(1);
        if (path.endsWith(".html") && anchor !== "") expect(page).toContain(` id="${anchor}"`);
        if (path.endsWith(".md") && anchor !== "") expect(page?.toLowerCase()).toContain(`\n## ${anchor}\n`);
      }
    }
    expect(links).toBeGreaterThan(20);
  });

  it("shows text from schemas, and none of it acts", () => {
    const hostile = "</code></p><script>alert(1)</script> | ``` \n```\n# Forged\n\u202e @octocat --> ${x} `a|b`";
    const model = modelOf(
      eventSchema(
        "probe_seen",
        {
          [`odd "name" <b>`]: {
            description: hostile,
            type: "string",
            kind: "text",
            examples: [hostile],
            default: hostile,
          },
          pick: { description: hostile, enum: [hostile, "```"], kind: "dimension" },
        },
        { description: hostile },
      ),
    );
    const command = [`emit '${hostile}'`];
    const name = hostile;
    const [change] = history.releases[0]?.events ?? [];
    if (change === undefined) throw new Error("no change");
    const releases = [{ name, since: hostile, events: [{ ...change, event: hostile, baseline: hostile }] }];
    const files = referenceFiles(model, {
      commandFor: () => command,
      module: hostile,
      history: { releases, notes: [] },
    });
    for (const { path, content } of files) {
      expect(content, path).not.toMatch(/[\u202e]|^# Forged/m);
      if (path.endsWith(".html"))
        expect(content.replace(/<script src="search\.js" defer>/, "")).not.toContain("<script");
      if (path.endsWith(".md")) {
        const fences = content.match(/^`{3,}/gm) ?? [];
        expect(content.replaceAll(/^(`{3,}).*\n[^]*?\n\1$/gm, "").replaceAll(/(`+)[^\n]*?\1/g, ""), path).not.toMatch(
          /[^\\]<script>/,
        );
        // Each block ends with the fence that it begins with.
        for (let index = 0; index < fences.length; index += 2) expect(fences[index + 1]).toBe(fences[index]);
      }
    }
    expect(files.map(({ content }) => content).join("")).toContain("octocat");
  });
});
