import { parseHTML } from "linkedom";

/** Of what stands beside text, on white and on black. */
export const seriesColours: readonly string[] = ["#3f7fe8", "#e0662a", "#2f9e5b", "#a663cc"];

const svgNamespace = "http://www.w3.org/2000/svg";

const style =
  "text{white-space:pre}svg{background:#fff;color:#1f2328}@media (prefers-color-scheme:dark){svg{background:#0d1117;color:#e6edf3}}";

/** An SVG file of a plot, the same for the same plot: light or dark as its reader's system is.
 *  @param title  what it shows, for those who do not see it
 *  @param draw  makes the plot in a document of its own
 *  @throws TypeError if that is no SVG element: a plot with a legend is none */
export function standaloneSvg(title: string, draw: (document: Document) => Element): string {
  const { document } = parseHTML("<html><body></body></html>");
  const svg = draw(document);
  const tag = svg.tagName.toLowerCase();
  if (tag !== "svg") throw new TypeError(`standaloneSvg: draw must return an <svg>, got <${tag}>`);
  svg.setAttribute("xmlns", svgNamespace);
  svg.setAttribute("role", "img");
  for (const written of svg.querySelectorAll("style")) written.remove();
  const [name, look] = ["title", "style"].map((of) => document.createElementNS(svgNamespace, of));
  name.textContent = title;
  look.textContent = style;
  svg.prepend(name, look);
  // The last digits of a position depend on the order of sums, and nobody sees them.
  const text = svg.outerHTML.replace(/\d+\.\d{3,}(?:e-?\d+)?/g, (digits) =>
    String(Math.round(100 * Number(digits)) / 100),
  );
  return `${withOwnIds(text).replaceAll("><g", ">\n<g")}\n`;
}

/** Clip paths are numbered over all plots that a process makes: here from 1 on. */
function withOwnIds(text: string): string {
  const ids = new Map<string, string>();
  return text.replace(/plot-clip-\d+/g, (id) => {
    const own = ids.get(id) ?? `clip-${ids.size + 1}`;
    ids.set(id, own);
    return own;
  });
}
