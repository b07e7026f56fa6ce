/** Directives that take no argument, so that others may follow on the line. */
export const flags: ReadonlySet<string> = new Set(
  [
    "allowhardlink compress copy copytruncate dateext datehourago dateyesterday daily delaycompress hourly",
    "ifempty ignoreduplicates mailfirst maillast missingok monthly noallowhardlink nocompress nocopy nocopytruncate",
    "nocreate nocreateolddir nodateext nodelaycompress noignoreduplicates nomail nomissingok noolddir norenamecopy",
    "nosharedscripts noshred notifempty renamecopy sharedscripts shred yearly",
  ]
    .join(" ")
    .split(" "),
);

/** Directives that a script follows, up to `endscript`. */
export const scripts: ReadonlySet<string> = new Set([
  "prerotate",
  "postrotate",
  "firstaction",
  "lastaction",
  "preremove",
]);

/** Directives that logrotate refuses in blocks. */
export const outsideOnly: ReadonlySet<string> = new Set(["tabooext", "taboopat"]);

type Rule = (argument: string) => boolean;

/** A number as strtol(3) reads it. */
const wholeNumber = /^[+-]?(?:0x[\da-f]+|\d+)$/i;
const isNumber: Rule = (argument) => wholeNumber.test(argument);
const isCount: Rule = (argument) => isNumber(argument) && Number(argument.replace(/^\+/, "")) >= -1;
const isSize: Rule = (argument) => /^\d+[kMG]?$/.test(argument);
const isWord: Rule = (argument) => /^\S+$/.test(argument);
const isAnything: Rule = () => true;

/** `[mode] [owner group]`, each a word. That users exist is not checked. */
const isOwnership: Rule = (argument) => {
  const words = argument === "" ? [] : argument.split(/\s+/);
  const isModeFirst = /^\d/.test(words[0] ?? "");
  return (
    !words.some((word) => word.startsWith("#")) &&
    words.length <= (isModeFirst ? 3 : 2) &&
    (!isModeFirst || /^[0-7]+$/.test(words[0] ?? ""))
  );
};
const isUserAndGroup: Rule = (argument) => /^[^\s#]\S*\s+[^\s#]\S*$/.test(argument);

/**
 * Directives that take the rest of the line as their argument, and which arguments logrotate accepts, as far as its messages
 * show it (logrotate 3.21).
 */
export const argumentRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["addextension", isAnything],
  ["compresscmd", isWord],
  ["compressext", isWord],
  ["compressoptions", isAnything],
  ["create", isOwnership],
  ["createolddir", isOwnership],
  ["dateformat", isAnything],
  ["extension", isAnything],
  ["include", isAnything],
  ["mail", isWord],
  ["maxage", isNumber],
  ["maxsize", isSize],
  ["minage", isNumber],
  ["minsize", isSize],
  ["olddir", isWord],
  ["rotate", isCount],
  ["shredcycles", isNumber],
  ["size", isSize],
  ["start", isNumber],
  ["su", isUserAndGroup],
  ["tabooext", isAnything],
  ["taboopat", isAnything],
  ["uncompresscmd", isWord],
  ["weekly", (argument) => /^[0-7]?(?:\s*#.*)?$/.test(argument)],
]);
