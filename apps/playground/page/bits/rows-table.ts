import { html, type TemplateResult } from "lit-html";
import { signed } from "../number-text.ts";
import type { BitsState } from "./bits-state.ts";
import { hexadecimal } from "./word-table.ts";

/** The rows of weights, each with its dot product and its bit; one is chosen. */
export function rowsTable(state: BitsState): TemplateResult {
  const rows = Array.from({ length: state.rows }, (_, row) => rowOf(state, row));
  return html`<div class="wide" role="region" aria-label="Rows of weights" tabindex="0">
    <table>
      <caption>
        x = ${words(state.packed.words, state.inputs)}
      </caption>
      <thead>
        <tr>
          <th scope="col">row</th>
          <th scope="col">words of weights</th>
          <th scope="col">dot</th>
          <th scope="col">bit</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function rowOf(state: BitsState, row: number): TemplateResult {
  const { wordsPerRow, words: all } = state.weights;
  const own = all.subarray(row * wordsPerRow, (row + 1) * wordsPerRow);
  return html`<tr class=${row === state.row ? "chosen" : ""} @click=${() => state.look(row)}>
    <th scope="row">
      <button aria-pressed=${row === state.row}>row ${row}</button>
    </th>
    <td class="code">${words(own, state.inputs)}</td>
    <td>${signed(state.traceOf(row).dot)}</td>
    <td>${state.comparisonOf(row).bit}</td>
  </tr>`;
}

/** The words that hold columns; those behind are padding. */
function words(all: Uint32Array, inputs: number): string {
  return [...all.subarray(0, Math.ceil(inputs / 32))].map(hexadecimal).join(" ");
}
