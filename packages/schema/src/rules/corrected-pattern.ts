/**
 * What a pattern that is only valid without the u flag, or in another language, most likely means: `\-` is `-`, `{` is `\{`, `[\w-.]` is
 * `[\w\-.]`, and `\A`, `\Z` and `(?P<name>` of Python are `^`, `$` and `(?<name>`. `undefined` where this does not make it valid.
 */
export function correctedPattern(pattern: string): string | undefined {
  // A lone `]` is not what is wrong with a class of POSIX.
  if (/\[\[:\^?[a-z]+:\]/.test(pattern)) return undefined;
  let isInClass = false;
  let isAfterSet = false;
  const corrected = pattern.replaceAll(
    /\\[pP]\{[^{}]*\}|\\.|\(\?P<|[[\]{}-]|[^\\([\]{}-]+|\(/gsu,
    (token, offset: number) => {
      const isAtHyphen =
        isInClass && token === "-" && (isAfterSet || startsWithSet(pattern.slice(offset + 1, offset + 4)));
      isAfterSet = startsWithSet(token);
      // A hyphen beside a set of characters such as `\w` cannot be that of a range.
      if (isAtHyphen) return "\\-";
      if (token.startsWith("\\")) return correctedEscape(token, isInClass);
      if (token === "(?P<" && !isInClass) return "(?<";
      if (token === "[" && !isInClass) isInClass = true;
      else if (token === "]" && isInClass) isInClass = false;
      else if (token === "]" || (!isInClass && isLoneBrace(pattern, token, offset))) return `\\${token}`;
      return token;
    },
  );
  return corrected !== pattern && isPattern(corrected) ? corrected : undefined;
}

function startsWithSet(text: string): boolean {
  return /^\\(?:[dDsSwW]|[pP]\{)/.test(text);
}

function correctedEscape(token: string, isInClass: boolean): string {
  if (token === "\\A" && !isInClass) return "^";
  if ((token === "\\Z" || token === "\\z") && !isInClass) return "$";
  if (startsWithSet(token)) return token;
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
