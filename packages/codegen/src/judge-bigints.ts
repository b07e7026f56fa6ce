/** A string of JavaScript, which stays as it is, and what Ajv's code asks about a number. */
const questions =
  /"(?:[^"\\]|\\.)*"|typeof (data\d*) == "number"|!\((data\d*) % 1\)|isNaN\((data\d*)\)|isFinite\((data\d*)\)|(data\d*) === (-?\d+)(?![\d.eE])|(?<![\d.eE+-])(-?\d+) !== (data\d*)/g;

/**
 * Code that Ajv generated, so that it judges bigints as the numbers that they are. JavaScript compares bigints with numbers exactly, and
 * throws for everything else that Ajv's code does with a number.
 */
export function judgeBigints(code: string): string {
  return code.replaceAll(questions, (text, ...groups: (string | undefined)[]) => {
    const [number, whole, notANumber, finite, compared, constant, refused, against] = groups;
    if (number !== undefined) return `(${text} || typeof ${number} == "bigint")`;
    if (whole !== undefined) return `(typeof ${whole} == "bigint" || ${text})`;
    if (notANumber !== undefined) return `(${notANumber} !== ${notANumber})`;
    if (finite !== undefined) return `(typeof ${finite} == "bigint" || ${text})`;
    if (compared !== undefined) return `(${text} || ${compared} === ${constant}n)`;
    if (against !== undefined) return `(${text} && ${refused}n !== ${against})`;
    return text;
  });
}
