import { parseHTML } from "linkedom";

/** A plot as part of a page, whose colours of text and background it takes.
 *  @param title  what it shows, for those who do not see it
 *  @param draw  makes the plot in a document of its own
 *  @throws TypeError if that is no SVG element: a plot with a legend is none */
export function inlineSvg(title: string, draw: (document: Document) => Element): string {
  const { document } = parseHTML("<html><body></body></html>");
  const svg = draw(document);
  const tag = svg.tagName.toLowerCase();
  if (tag !== "svg") throw new TypeError(`inlineSvg: draw must return an <svg>, got <${tag}>`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", title);
  for (const style of svg.querySelectorAll("style")) style.remove();
  // Names of marks are not allowed on groups without a role, and an image is one thing.
  for (const mark of svg.querySelectorAll("g[aria-label]")) mark.removeAttribute("aria-label");
  // The last digits of a position depend on the order of sums, and nobody sees them.
  return svg.outerHTML.replace(/\d+\.\d{3,}(?:e-?\d+)?/g, (digits) =>
    String(Math.round(100 * Number(digits)) / 100),
  );
}
