import type * as PlotModule from "@observablehq/plot";

/** Colours of series that stand out on white and on black. */
export const seriesColours: readonly string[] = [
  ...["#3f7fe8", "#e0662a", "#2f9e5b", "#a663cc", "#c79a1b", "#d0518b"],
];

/** What draws plots without a page: Observable Plot, and a document that needs no browser. */
export interface Plotter {
  readonly plot: typeof PlotModule;
  /** The SVG element of a plot as text.
   *  @param draw  Makes the plot in a document of its own. */
  svgOf(title: string, draw: (document: Document) => Element): string;
}

/** Loads them: only reports draw. */
export async function loadPlotter(): Promise<Plotter> {
  const [plot, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  return {
    plot,
    svgOf(title, draw) {
      const { document } = parseHTML("<html><body></body></html>");
      const svg = draw(document);
      svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", title);
      for (const style of svg.querySelectorAll("style")) style.remove();
      // The last digits of positions depend on the order of sums.
      return svg.outerHTML.replace(/\d+\.\d{3,}(?:e-?\d+)?/g, (digits) =>
        String(Math.round(100 * Number(digits)) / 100),
      );
    },
  };
}
