import type { ComparedBuild, PublishedChip } from "@bnnkit/hardware";
import { html, type TemplateResult } from "lit-html";
import { percent, short } from "../number-text.ts";
import { figureText } from "./figure-text.ts";

/** Systems that were published, with what is estimated of them. */
export function publishedTables(
  {
    builds,
    chips,
  }: { readonly builds: readonly ComparedBuild[]; readonly chips: readonly PublishedChip[] },
  chosen: string | undefined,
): TemplateResult {
  const own = builds.filter(({ build }) => build === chosen);
  return html`<h3>Published systems</h3>
    ${buildsTable(own.length > 0 ? own : builds)} ${chipsTable(chips)}`;
}

function buildsTable(builds: readonly ComparedBuild[]): TemplateResult {
  return table(
    "Builds on a Zynq-7020 beside their estimates",
    ["build", "what", "published", "estimated", "difference"],
    builds.map(({ build, quantity, published, predicted, difference }) => [
      ...[build, quantity, short(published.value), figureText(predicted)],
      `${difference < 0 ? "−" : "+"}${percent(Math.abs(difference))}`,
    ]),
  );
}

function chipsTable(chips: readonly PublishedChip[]): TemplateResult {
  const number = (of: { readonly value: number } | undefined): string =>
    of ? short(of.value) : "";
  return table(
    "Chips for binary networks",
    ["chip", "nm", "V", "mW", "Gop/s", "TOPS/W", "source"],
    chips.map(({ name, nodeNm, voltageV, powerMw, throughputGops, efficiencyTopsPerW, source }) => [
      ...[name, String(nodeNm), number(voltageV), number(powerMw), number(throughputGops)],
      ...[number(efficiencyTopsPerW), source],
    ]),
  );
}

function table(
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): TemplateResult {
  return html`<div class="wide" role="region" aria-label=${name} tabindex="0">
    <table>
      <caption>${name}</caption>
      <thead>
        <tr>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
