import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

// Every character of ASCII but letters, whose case flags do not keep, and NUL, which no command line can hold.
const characters = Array.from({ length: 127 }, (_, index) => String.fromCharCode(index + 1)).filter(
  (character) => !/[A-Za-z_]/.test(character),
);
const hostile = [
  "a$(touch x)",
  "a`touch x`",
  "a(touch x)",
  "a;touch x;",
  'a") ;; esac; }; touch x; return; #',
  "a') ;; esac; }; touch x; return; #",
  "a'; touch x; '",
  "a\ntouch x\n",
  "a\\'; touch x; \\'",
  "a\\",
];
const names = [...characters.map((character) => `b${character}c`), ...hostile];

/** What each shell does: it reads the script, completes the flags of the event, and prints them as it would insert them. */
const programs = {
  bash: `source ./script
COMP_WORDS=(metric-events emit probe --)
COMP_CWORD=3
_metric_events
eval "set -- \${COMPREPLY[*]}"
printf '%s\\0' "$@"`,
  zsh: `compdef() { : }
_message() { : }
_describe() {
  local item name i
  for item in "\${(@P)argv[-1]}"; do
    # As compdescribe reads an item: up to a colon, with backslashes taken away.
    name=
    for ((i = 1; i <= $#item; i++)); do
      [[ $item[i] == : ]] && break
      [[ $item[i] == '\\' ]] && ((i++))
      name+=$item[i]
    done
    print -rN -- "$name"
  done
}
words=(metric-events emit probe --) CURRENT=4 PREFIX=--
source ./script
_metric_events`,
  fish: `source ./script
complete -C 'metric-events emit probe --'`,
} as const;

const options = { bash: ["--norc"], zsh: ["-f"], fish: ["--no-config"] } as const;

describe.each(["bash", "zsh", "fish"] as const)("names of fields in %s", (shell) => {
  it.skipIf(!hasTool(shell))("are offered as they are, and never run", async () => {
    const cwd = temporaryFolder();
    const schemas = writeSchemas(temporaryFolder());
    const { stdout, stderr, exitCode } = await runCommand(["--schemas", schemas, "completion", shell], { cwd });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    writeFileSync(join(cwd, "script"), stdout);

    const output = execFileSync(shell, [...options[shell], "-c", programs[shell]], { cwd, encoding: "utf8" });
    expect(readdirSync(cwd)).toEqual(["script"]);
    // fish says what an option is after a tab; the others end each word with a NUL.
    const end = shell === "fish" ? "\t" : "\0";
    // What follows an = would be the value of an option: such a field has none.
    const missing = names.filter((name) => !output.includes(`--${name}${end}`));
    expect(missing).toEqual(names.filter((name) => name.includes("=")));
  });
});

function writeSchemas(folder: string): string {
  cpSync("test/fixtures/door-schemas", folder, { recursive: true });
  mkdirSync(join(folder, "events"), { recursive: true });
  writeFileSync(
    join(folder, "events/probe.schema.json"),
    JSON.stringify({
      title: "Probe",
      description: "A probe'; touch x; ' \"; touch x; $(touch x) `touch x` (touch x)",
      type: "object",
      allOf: [{ $ref: "../shared/event.schema.json" }],
      properties: {
        event: { const: "probe" },
        ...Object.fromEntries(
          names.map((name) => [name, { description: `What ${name} is: $(touch x)`, type: "string", kind: "text" }]),
        ),
      },
    }),
  );
  return folder;
}
