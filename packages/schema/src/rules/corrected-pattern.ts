/**
 * What a pattern that is only valid without the u flag, or in another language, most likely means: `\-` is `-`, `{` is `\{`, `[\w-.]` is
 * `[\w\-.]`, and `\A`, `\Z` and `(?P<name>` of Python are `^`, `$` and `(?<name>`. `undefined` where this does not make it valid.
 */
export function correctedPattern(pattern: string): string | undefined {
  // A lone `]` is not what is wrong with a class of POSIX.
  if (/\[\[:\^?[a-z]+:\]/.test(pattern)) return undefined;
  let isInClass = false;
  const corrected = pattern.replaceAll(/\\.|\(\?P<|[[\]{}-]|[^\\([\]{}-]+|\(/gsu, (token, offset: number) => {
    if (token.startsWith("\\")) return correctedEscape(token, isInClass);
    if (token === "-") return isInClass && isBesideSet(pattern, offset) ? "\\-" : token;
    if (token === "(?P<" && !isInClass) return "(?<";
    if (token === "[" && !isInClass) isInClass = true;
    else if (token === "]" && isInClass) isInClass = false;
    else if (token === "]" || (!isInClass && isLoneBrace(pattern, token, offset))) return `\\${token}`;
    return token;
  });
  return corrected !== pattern && isPattern(corrected) ? corrected : undefined;
}

/** Of a property of Unicode, in characters. Patterns may be long, and full of hyphens. */
const longestSet = 80;

/** Whether a hyphen in a class cannot be that of a range, since a set of characters such as `\w` is on one side. */
function isBesideSet(pattern: string, offset: number): boolean {
  const isAfterSet = /(?<!\\)(?:\\\\)*\\(?:[dDsSwW]|[pP]\{[^{}]*\})$/.test(
    pattern.slice(Math.max(0, offset - longestSet), offset),
  );
  const isBeforeSet = /^(?:\\[dDsSwW]|\\[pP]\{)/.test(pattern.slice(offset + 1, offset + 4));
  return isAfterSet || isBeforeSet;
}

function correctedEscape(token: string, isInClass: boolean): string {
  if (token === "\\A" && !isInClass) return "^";
  if ((token === "\\Z" || token === "\\z") && !isInClass) return "$";
  const character = token.slice(1);
  // What the u flag refuses to escape, and what means nothing else in another language.
  const isEscapable = /^[\^$\\.*+?()[\]{}|/]$/.test(character) || (isInClass && character === "-");
  return isEscapable || /^[A-Za-z0-9]$/.test(character) ? token : character;
}

/** Whether a brace is not part of a quantifier, or of an escape such as `\u{1F600}` and `\p{L}`. */
function isLoneBrace(pattern: string, token: string, offset: number): boolean {
  if (token !== "{" && token !== "}") return false;
  const groups = [...pattern.matchAll(/\\[uUpP]\{[^{}]*\}|\{\d+(?:,\d*)?\}/g)];
  return !groups.some(({ index, 0: group }) => index <= offset && offset < index + group.length);
}

function isPattern(text: string): boolean {
  try {
    RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
