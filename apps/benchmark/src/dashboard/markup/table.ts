import { html, type Markup, type Part } from "./html.ts";

/** A table that scrolls sideways where the page is narrow, by keyboard, too. The first cell of a row is its heading; the
 *  cells after it are figures, to the right, unless `texts` names their column. */
export function tableOf(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly Part[])[],
  texts: readonly number[] = [],
): Markup {
  const kind = (column: number): string => (texts.includes(column) ? "text" : "figure");
  const body = rows.map(
    ([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map(
      (cell, i) => html`<td class="${kind(i + 1)}">${cell}</td>`,
    )}</tr>
`,
  );
  const head = header.map(
    (name, i) => html`<th scope="col" class="${i === 0 ? "text" : kind(i)}">${name}</th>`,
  );
  return html`<div class="scroller" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}
