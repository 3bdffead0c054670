import { html, Markup } from "../markup/html.ts";

/** How a series looks in every plot of a page. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Of Observable Plot. */
  readonly symbol: string;
}

/** At least 3:1 on white and on the dark page. */
const colours = [
  "#3f7fe8",
  "#d4572a",
  "#2f8f56",
  "#a663cc",
  "#a87f12",
  "#d0518b",
  "#4b8c93",
  "#7d8590",
];

const symbols = ["circle", "square", "triangle", "diamond", "star", "cross", "wye", "times"];

/** Gives names their looks, told apart by symbol as well as by colour; the same list gives the same looks. */
export function seriesOf(names: readonly string[]): readonly Series[] {
  return [...new Set(names)].map((name, i) => ({
    name,
    colour: colours[i % colours.length],
    symbol: symbols[i % symbols.length],
  }));
}

const marks: Readonly<Record<string, string>> = {
  circle: '<circle r="4.5"/>',
  square: '<path d="M-4-4h8v8h-8z"/>',
  triangle: '<path d="M0-5.5 5 4H-5z"/>',
  diamond: '<path d="M0-6.5 4 0 0 6.5-4 0z"/>',
  star: '<path d="m0-6 1.5 4.2 4.4.1-3.5 2.7 1.3 4.3L0 2.7l-3.7 2.6 1.3-4.3-3.5-2.7 4.4-.1z"/>',
  cross: '<path d="M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z"/>',
  wye: '<path d="M-2 0-5.5-2-3.5-5.5 0-3.2 3.5-5.5 5.5-2 2 0v5h-4z"/>',
  times: '<path d="m-5-3 2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z"/>',
};

/** What the colours and symbols stand for. */
export function legendOf(series: readonly Series[]): Markup {
  return html`<ul class="legend">${series.map(
    ({ name, colour, symbol }) =>
      html`<li><svg width="14" height="14" viewBox="-7 -7 14 14" fill="${colour}" aria-hidden="true">${new Markup(marks[symbol] ?? "")}</svg>${name}</li>`,
  )}</ul>
`;
}
