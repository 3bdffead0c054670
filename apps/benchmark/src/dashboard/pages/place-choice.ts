import { html, Markup } from "../markup/html.ts";

const everywhere = "every machine and engine";

/** A choice of which machine and engine is shown; without scripts, or with one place, all are. */
export function placeChoice(names: readonly string[]): Markup {
  if (names.length < 2) return html``;
  const options = names.map((name, i) => html`<option value="${i}">${name}</option>`);
  return html`<label id="places" hidden>Machine and engine<br><select><option value="">${everywhere}</option>${options}</select></label>
<script>${new Markup(script)}</script>
`;
}

/** What is shown of one place. */
export function placeSection(index: number, name: string, content: Markup): Markup {
  return html`<section data-place="${index}"><h2>${name}</h2>
${content}</section>
`;
}

const script = `const places = document.getElementById("places");
places.hidden = false;
places.querySelector("select").onchange = ({ target }) => {
  for (const section of document.querySelectorAll("[data-place]"))
    section.hidden = target.value !== "" && section.dataset.place !== target.value;
};`;
