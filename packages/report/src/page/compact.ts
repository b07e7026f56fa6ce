/** Attributes of SVG that are numbers or paths of numbers. */
const numeric = /\s(d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|transform|fill-opacity)="([^"]*)"/g;
const number = /-?\d+\.\d+(?:e-?\d+)?/g;

/** The same picture with less text: to a tenth of a pixel, and steps of lines relative to the point before. */
export function compact(svg: string): string {
  return svg.replaceAll(
    numeric,
    (_, name: string, value: string) => ` ${name}="${name === "d" ? compactPath(value) : rounded(value, name)}"`,
  );
}

function rounded(value: string, name: string): string {
  const digits = name === "fill-opacity" ? 2 : 1;
  return value.replaceAll(number, (text) => String(Number(Number(text).toFixed(digits))));
}

/** `M0.04,1L2.96,1L2.96,5Z` → `M0,1h3v4Z`. Paths with other commands are only rounded. */
function compactPath(path: string): string {
  const parts = path.match(/[MLZ][^MLZ]*/g) ?? [];
  if (parts.join("") !== path || /[a-zHVCSQTA]/.test(path.replaceAll(/e-?\d/g, ""))) return rounded(path, "d");
  let [x, y] = [0, 0];
  return parts
    .map((part) => {
      const command = part[0] ?? "";
      if (command === "Z") return command;
      const [toX = 0, toY = 0] = part.slice(1).split(",").map(tenths);
      const [dx, dy] = [toX - x, toY - y];
      [x, y] = [toX, toY];
      if (command === "M") return `M${toX / 10},${toY / 10}`;
      if (dx === 0 && dy === 0) return "";
      if (dy === 0) return `h${dx / 10}`;
      if (dx === 0) return `v${dy / 10}`;
      return `l${dx / 10},${dy / 10}`;
    })
    .join("");
}

/** Whole numbers, so that nothing adds up along a path. */
function tenths(text: string): number {
  return Math.round(Number(text) * 10);
}
