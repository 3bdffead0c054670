import { html, nothing, type TemplateResult } from "lit-html";
import type { BitsState } from "./bits-state.ts";

/** 32 columns of the input and of the chosen row, bit by bit. */
export function wordTable(state: BitsState, word: number): TemplateResult {
  const first = 32 * word;
  const step = state.trace.words[word];
  if (step === undefined) return html``;
  if (first >= state.inputs)
    return html`<p class="muted">Word ${word}: padding, 0 in both, so it counts 0.</p>`;
  const columns = Array.from({ length: 32 }, (_, bit) => first + bit);
  const sign = state.kind === "bipolar" ? "x ⊕ w" : "x ∧ w";
  return html`<div class="wide" role="region" aria-label="Word ${word}" tabindex="0">
    <table class="bits">
      <caption>
        Word ${word}, columns ${first} to ${Math.min(first + 32, state.inputs) - 1}, the least significant bit on the left
      </caption>
      <tbody>
        ${row(
          "x",
          columns.map((column) => inputCell(state, column, step.input)),
          step.input,
        )}
        ${row(
          "w",
          columns.map((column) => cell(state, column, step.weights)),
          step.weights,
        )}
        ${row(
          sign,
          columns.map((column) => cell(state, column, step.combined)),
          step.combined,
        )}
      </tbody>
    </table>
    <p class="formula">popcount(${hexadecimal(step.combined)}) = ${step.count}</p>
  </div>`;
}

export function hexadecimal(word: number): string {
  return `0x${word.toString(16).padStart(8, "0")}`;
}

function row(name: string, cells: readonly TemplateResult[], word: number): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    ${cells}
    <td class="code">${hexadecimal(word)}</td>
  </tr>`;
}

function cell(state: BitsState, column: number, word: number): TemplateResult {
  const bit = (word >>> column) & 1;
  return html`<td class=${classOf(state, column, bit)}>${bit}</td>`;
}

function inputCell(state: BitsState, column: number, word: number): TemplateResult {
  const bit = (word >>> column) & 1;
  if (column >= state.inputs) return cell(state, column, word);
  const label = `input ${column} is ${state.numberAt(column)}, bit ${bit}: change it`;
  return html`<td class=${classOf(state, column, bit)}>
    <button aria-label=${label} @click=${() => state.toggle(column)}>${bit}</button>
  </td>`;
}

function classOf(state: BitsState, column: number, bit: number): string | typeof nothing {
  if (column >= state.inputs) return "padding";
  return bit === 1 ? "set" : nothing;
}
