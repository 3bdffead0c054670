import type { Folding } from "@bnnkit/hardware";
import { html, nothing, type TemplateResult } from "lit-html";
import { rangeField } from "../form/fields.ts";
import { short } from "../number-text.ts";
import type { HardwareState } from "./hardware-state.ts";
import type { ProductFoldings } from "./worker.ts";

/** Sliders of the folding: along the front, and of each layer. */
export function foldingPanel(state: HardwareState): TemplateResult {
  const { front, place, products } = state;
  const frames = front[place]?.framesPerSecond.value;
  return html`
    ${
      front.length < 2
        ? nothing
        : rangeField({
            label: "Folding, from small to fast",
            value: Math.max(0, place),
            minimum: 0,
            maximum: front.length - 1,
            shown: frames === undefined ? "one of its own" : `${short(frames)} frames/s`,
            onChange: (index) => {
              const chosen = front[index];
              if (chosen !== undefined) state.fold(chosen.folding);
            },
          })
    }
    ${
      products.length === 0
        ? nothing
        : html`<details>
            <summary>Folding of each layer</summary>
            <div class="fields">${products.map((product) => layerSliders(state, product))}</div>
          </details>`
    }
  `;
}

function layerSliders(state: HardwareState, { layer, pe, simd }: ProductFoldings): TemplateResult {
  const folding = state.folding[layer] ?? { pe: 1, simd: 1 };
  const slider = (name: keyof Folding, sizes: readonly number[]): TemplateResult =>
    rangeField({
      label: `${name === "pe" ? "PE" : "SIMD"} of ${layer}`,
      value: Math.max(0, sizes.indexOf(folding[name])),
      minimum: 0,
      maximum: sizes.length - 1,
      shown: String(folding[name]),
      onChange: (index) =>
        state.fold({ ...state.folding, [layer]: { ...folding, [name]: sizes[index] ?? 1 } }),
    });
  return html`${slider("pe", pe)} ${slider("simd", simd)}`;
}
