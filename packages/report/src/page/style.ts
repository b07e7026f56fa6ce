/** Colors by Okabe and Ito, which people with any color vision tell apart, lighter where the page is dark. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --card: #ffffff; --ink: #1c2024; --muted: #62696f; --line: #e2e4e6; --warn: #8a4b00; --warn-back: #fff6e5;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #009e73; --series-4: #cc79a7; --series-5: #b8860b; --series-6: #56b4e9;
  --series-7: #7a5195; --series-8: #6b8e23; --series-rest: #a3a9ae; --heat: #0a5c91;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --card: #1b1f23; --ink: #e6e8ea; --muted: #9aa2a9; --line: #32383e; --warn: #ffc266; --warn-back: #2b2416;
    --series-1: #56a8e0; --series-2: #f08a4b; --series-3: #3cc79b; --series-4: #e09bc4; --series-5: #e2bd55; --series-6: #8fd0f5;
    --series-7: #b795d6; --series-8: #a9c95c; --series-rest: #727a81; --heat: #6fb9ee;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, sans-serif; background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 88rem; padding: 1rem clamp(0.75rem, 3vw, 2rem) 3rem; }
h1 { font-size: 1.5rem; margin: 0.5rem 0 0; line-height: 1.25; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0; padding-top: 0.75rem; border-top: 2px solid var(--line); overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; max-width: 75ch; }
.muted { color: var(--muted); font-size: 0.875rem; }
a { color: var(--series-1); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; margin: 0.75rem 0; list-style: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.9rem; }
.tiles b { display: block; font-size: 1.375rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.grid { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; margin-top: 1rem; }
.full { grid-column: 1 / -1; }
.parts { display: grid; gap: 0.75rem 1.5rem; }
.full > .parts:has(> .plot + .tables) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.plot, .tables { min-width: 0; }
.full .tables:only-child { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: start; }
.full .tables:only-child > table { flex: 1 1 auto; }
figure { margin: 0; min-width: 0; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem 0.9rem; }
figcaption { margin-bottom: 0.25rem; }
.chart { display: block; width: 100%; height: auto; max-width: 48rem; overflow: visible; font-family: inherit; font-size: 11px; color: var(--ink); }
.chart path { vector-effect: non-scaling-stroke; }
.chart.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; margin: 0.25rem 0; padding: 0; list-style: none; font-size: 0.8125rem; }
.legend svg { width: 1.5rem; height: 0.7rem; margin-right: 0.3rem; vertical-align: -0.02rem; }
.legend li { overflow-wrap: anywhere; }
.scroll { overflow: auto; max-height: 18rem; border: 1px solid var(--line); padding: 0 0.5rem; }
table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; width: 100%; }
caption { text-align: left; color: var(--muted); font-size: 0.8125rem; padding-bottom: 0.15rem; overflow-wrap: anywhere; }
th, td { padding: 0.15rem 0.7rem 0.15rem 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
th.end, td.end, .data td, .data th + th { text-align: right; }
th { font-weight: 600; color: var(--muted); }
thead th { white-space: normal; vertical-align: bottom; }
tbody th { color: inherit; font-weight: 500; white-space: normal; overflow-wrap: anywhere; min-width: min(9rem, 25vw); }
:not(.data) > tbody > tr > td:not(.end) { white-space: normal; }
table + table { margin-top: 0.75rem; }
.full .tables:only-child > table { margin-top: 0; }
td.bar { min-width: 5rem; width: 40%; }
td.bar span { display: block; height: 0.7rem; background: var(--series-1); border-radius: 1px; }
details { margin-top: 0.5rem; }
summary { cursor: pointer; font-size: 0.8125rem; color: var(--muted); }
:focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }
.wrong { background: var(--warn-back); border: 1px solid var(--warn); border-radius: 6px; padding: 0.5rem 1rem; margin-top: 1rem; }
.wrong h2, .fine h2 { border: 0; margin: 0; padding: 0; font-size: 1.125rem; }
.wrong > ul { margin: 0.25rem 0; }
.wrong li { margin: 0.3rem 0; overflow-wrap: anywhere; }
.wrong li ul { padding-left: 1rem; font: 0.8125rem/1.4 ui-monospace, monospace; max-height: 16rem; overflow: auto; }
.fine { margin-top: 1rem; }
.lines { margin-top: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.25rem 1rem 0.6rem; }
.lines summary { color: inherit; font-size: 1rem; overflow-wrap: anywhere; }
.wrong > ul { list-style: none; padding-left: 0; }
.wrong > ul > li:not(:has(details)) { padding-left: 1rem; }
.wrong details { margin: 0; }
.wrong summary { color: inherit; font-size: 0.9375rem; }
.wrong .error summary { font-weight: 600; }
@media (max-width: 56rem) { .grid, .full > .parts:has(> .plot + .tables) { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 36rem) {
  .chart.wide { display: none; } .chart.narrow { display: block; }
  figure { padding: 0.6rem; }
  th, td { padding-right: 0.45rem; }
  .tables th, .tables td { white-space: normal; min-width: 0; }
  .tables tbody th { min-width: 3.5rem; }
  .cards, .cards tbody, .cards tr, .cards th, .cards caption { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
  .cards th, .cards td { border: 0; padding: 0.05rem 0; white-space: normal; overflow-wrap: anywhere; }
  .cards td { display: flex; justify-content: space-between; gap: 1rem; }
  .cards td::before { content: attr(data-name); color: var(--muted); }
  .cards td.bar { display: none; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; --warn-back: #fff; }
  html { font-size: 11px; }
  nav, .skip { display: none; }
  .grid { display: block; }
  figure { margin-top: 0.75rem; }
  figure > .parts, .full > .parts:has(> .plot + .tables) { display: block; }
  figcaption, h2, caption, thead { break-after: avoid; }
  figcaption, .plot, tr, .tiles li, .wrong li { break-inside: avoid; }
  .plot { max-width: 34rem; }
  .chart.wide { display: block; } .chart path { vector-effect: non-scaling-stroke; }
.chart.narrow { display: none; }
  th, td { white-space: normal; overflow-wrap: anywhere; }
  .numbers { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .wrong li ul { max-height: none; overflow: visible; }
}
`;
