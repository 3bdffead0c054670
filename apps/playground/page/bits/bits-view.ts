import { html, render, type TemplateResult } from "lit-html";
import { rangeField, selectField } from "../form/fields.ts";
import { signed } from "../number-text.ts";
import type { View } from "../view.ts";
import { BitsState } from "./bits-state.ts";
import { rowsTable } from "./rows-table.ts";
import { wordTable } from "./word-table.ts";

/** How one dot product of packed numbers runs. */
export const bitsView: View = {
  title: "Bits: one dot product, word by word",
  mount(place) {
    const state = new BitsState(() => render(page(state), place));
    render(page(state), place);
  },
};

function page(state: BitsState): TemplateResult {
  return html`
    <p>
      A bit is the sign of a number: 0 stands for +1, 1 for −1. So a product of signs is an XOR, and a sum of products is a
      count of ones. Of an input of 0 and 1 the bit is the number itself, and its ones at weights of −1 are an AND. Click a
      number of the input to change it, and a row to see how its dot product runs.
    </p>
    <div class="fields">
      ${selectField({
        label: "Numbers of the input",
        value: state.kind,
        options: [
          ["bipolar", "−1 and +1"],
          ["unipolar", "0 and 1"],
        ],
        onChange: (kind) => state.setKind(kind),
      })}
      ${rangeField({
        label: "Inputs K",
        value: state.inputs,
        minimum: 4,
        maximum: 96,
        onChange: (inputs) => state.setInputs(inputs),
      })}
      ${rangeField({
        label: "Scale γ/σ of row",
        value: state.scale,
        minimum: -2,
        maximum: 2,
        step: 0.25,
        onChange: (scale) => state.setScale(scale),
      })}
      ${rangeField({
        label: "Bias of row",
        value: state.bias,
        minimum: -20,
        maximum: 20,
        step: 0.5,
        onChange: (bias) => state.setBias(bias),
      })}
      <button @click=${() => state.redraw()}>Draw anew</button>
    </div>
    <h3>The layer: ${state.rows} rows of weights</h3>
    ${rowsTable(state)}
    <h3>Row ${state.row}: words, ${state.kind === "bipolar" ? "XOR" : "AND"}, popcount</h3>
    ${state.trace.words.map((_, word) => wordTable(state, word))} ${sums(state)} ${threshold(state)}
  `;
}

function sums({ kind, trace, inputs }: BitsState): TemplateResult {
  const counts = trace.words.map(({ count }) => count).join(" + ");
  const [term, whole] =
    kind === "bipolar"
      ? ["K − 2 · popcount(x ⊕ w)", `${inputs}`]
      : ["popcount(x) − 2 · popcount(x ∧ w)", `${trace.whole}`];
  return html`<h3>The sum</h3>
    <p class="formula" id="bits-dot">
      ${term} = ${whole} − 2 · (${counts}) = ${whole} − 2 · ${trace.total} =
      <strong>${signed(trace.dot)}</strong>
    </p>`;
}

function threshold(state: BitsState): TemplateResult {
  const { scale, bias, trace, comparison } = state;
  const y = scale * trace.dot + bias;
  const { threshold, isFlipped, bit } = comparison;
  return html`<h3>The threshold</h3>
    <p>
      Batch normalization makes y = ${signed(scale)} · ${signed(trace.dot)} + ${signed(bias)} = ${signed(y)} of it, and the next layer needs its sign alone.
      Packed, both are one comparison with a whole number${isFlipped ? ", whose outcome is flipped as the scale is not negative" : ""}:
    </p>
    <p class="formula" id="bits-threshold">
      bit = (${signed(trace.dot)} ≥ ${signed(threshold)}) ${isFlipped ? "⊕ 1" : "⊕ 0"} = <strong>${bit}</strong>,
      the sign of y: ${bit === 1 ? "−1" : "+1"}
    </p>`;
}
