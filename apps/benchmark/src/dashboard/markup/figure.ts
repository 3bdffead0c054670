import { html, Markup } from "./html.ts";

/** A plot with what stands above it. */
export function figureOf(caption: string, svg: string): Markup {
  return html`<figure><figcaption>${caption}</figcaption>${new Markup(svg)}</figure>
`;
}

/** The same plot drawn for wide pages and for narrow ones, of which one is shown. */
export function figureOfBoth(caption: string, wide: string, narrow: string): Markup {
  return html`<figure><figcaption>${caption}</figcaption><div class="wide">${new Markup(wide)}</div><div class="narrow">${new Markup(narrow)}</div></figure>
`;
}
