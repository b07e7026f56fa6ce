/** Attributes of SVG that are numbers or paths of numbers. */
const numeric = /\s(d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|transform|fill-opacity)="([^"]*)"/g;
const number = /-?\d+\.\d+(?:e-?\d+)?/g;

/** The same picture with less text: to a tenth of a pixel, and steps of lines relative to the point before. */
export function compact(svg: string): string {
  return withoutPadding(svg).replaceAll(
    numeric,
    (_, name: string, value: string) => ` ${name}="${name === "d" ? compactPath(value) : rounded(value, name)}"`,
  );
}

/** `<path d="…" />` → `<path d="…"/>`. */
function withoutPadding(svg: string): string {
  return svg.replaceAll(" />", "/>");
}

function rounded(value: string, name: string): string {
  const digits = name === "fill-opacity" ? 2 : 1;
  return value.replaceAll(number, (text) => String(Number(Number(text).toFixed(digits))));
}

/** `M0.04,1L2.96,1L2.96,5L4,4.5L5,5Z` → `M0,1h3v4l1-.5,1,.5Z`. Paths with other commands are only rounded. */
function compactPath(path: string): string {
  const parts = path.match(/[MLZ][^MLZ]*/g) ?? [];
  if (parts.join("") !== path || /[a-zHVCSQTA]/.test(path.replaceAll(/e-?\d/g, ""))) return rounded(path, "d");
  let [x, y] = [0, 0];
  let before = "";
  /** A command that stands already needs no letter again. */
  const step = (command: string, ...tenthsOf: readonly number[]): string => {
    const numbers = tenthsOf.map(short).join(",").replaceAll(",-", "-");
    const isRepeated = command === before && command !== "M";
    before = command;
    if (!isRepeated) return command + numbers;
    return numbers.startsWith("-") ? numbers : `,${numbers}`;
  };
  return parts
    .map((part) => {
      const command = part[0] ?? "";
      if (command === "Z") return step(command);
      const [toX = 0, toY = 0] = part.slice(1).split(",").map(tenths);
      const [dx, dy] = [toX - x, toY - y];
      [x, y] = [toX, toY];
      if (command === "M") return step("M", toX, toY);
      if (dx === 0 && dy === 0) return "";
      if (dy === 0) return step("h", dx);
      if (dx === 0) return step("v", dy);
      return step("l", dx, dy);
    })
    .join("");
}

/** `0.5` → `.5`. */
function short(count: number): string {
  return String(count / 10).replace(/^(-?)0\./, "$1.");
}

/** Whole numbers, so that nothing adds up along a path. */
function tenths(text: string): number {
  return Math.round(Number(text) * 10);
}
