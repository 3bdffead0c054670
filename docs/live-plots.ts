/** The text of a page with views of the playground in place of `<!-- live: VIEW NAMES… -->`, and in place of what stands between
 *  that and `<!-- /live -->` where there is one, which shows without them. Quantizers that a page of a system lists in
 *  `<!-- quantizers: … -->` have one above their pictures. */
export function withLivePlots(text: string): string {
  return text
    .replace(/<!-- quantizers: (.+) -->/g, (all, names: string) => {
      return `${livePlot("quantizers", names)}\n\n${all}`;
    })
    .replace(
      /<!-- live: ([a-z]+)((?: [a-z0-9-]+)*) -->(?:([\s\S]*?)<!-- \/live -->)?/g,
      (_, view: string, names: string, instead = "") => livePlot(view, names.trim(), instead),
    );
}

function livePlot(view: string, names: string, instead = ""): string {
  const asked = names === "" ? "" : ` names="${names}"`;
  return `<LivePlot view="${view}"${asked}>\n\n${instead.trim()}\n\n</LivePlot>`;
}
