import { html, nothing, render, type TemplateResult } from "lit-html";
import { fileField, rangeField, selectField } from "../form/fields.ts";
import { modelShelf } from "../model-shelf.ts";
import type { View } from "../view.ts";
import { estimatePanel } from "./estimate-panel.ts";
import { foldingPanel } from "./folding-panel.ts";
import { frontChart } from "./front-chart.ts";
import { HardwareState, publishedNames, shippedNames, weightPlaces } from "./hardware-state.ts";
import { parts } from "./parts.ts";
import { publishedTables } from "./published-tables.ts";

/** What a network would cost in hardware. */
export const hardwareView: View = {
  title: "Hardware: what if it were a circuit?",
  mount(place) {
    const state = new HardwareState(() => render(page(state), place));
    render(page(state), place);
    void state.load();
  },
};

function page(state: HardwareState): TemplateResult {
  return html`
    <p>
      Each product of a network becomes a unit that does so many outputs (PE) of so many inputs (SIMD) in a clock. These are
      estimates from the description alone, with the interval in which nine of ten syntheses are to be expected.
    </p>
    ${question(state)}
    ${state.problem === undefined ? nothing : html`<p role="alert">${state.problem}</p>`}
    <p class="muted" role="status">${state.isBusy ? "Computing …" : ""}</p>
    ${
      state.estimate === undefined
        ? nothing
        : html`<div class="columns">
            <div>${foldingPanel(state)} ${frontChart(state)}</div>
            <div>${estimatePanel(state, state.estimate)}</div>
          </div>`
    }
    ${state.published === undefined ? nothing : publishedTables(state.published, state.model?.name)}
  `;
}

function question(state: HardwareState): TemplateResult {
  return html`<div class="fields">
      ${selectField({
        label: "Network",
        value: state.source,
        options: [
          ...modelShelf.models.map(({ name }, i) => [`shelf:${i}`, name] as const),
          ...publishedNames.map((name) => [`published:${name}`, `${name}, as published`] as const),
          ...shippedNames.map((name) => [`shipped:${name}`, `${name}, a translator`] as const),
          ["layers:", "dense layers of my own"],
        ],
        onChange: (source) => state.openSource(source),
      })}
      ${
        state.source === "layers:"
          ? html`<label>
              <span>Inputs, then outputs of each layer</span>
              <input
                type="text"
                inputmode="numeric"
                .value=${state.layers}
                @change=${({ target }: Event) => target instanceof HTMLInputElement && state.openLayers(target.value)}
              />
            </label>`
          : nothing
      }
      ${selectField({
        label: "Part",
        value: state.part,
        options: parts,
        onChange: (part) => state.choose({ part }),
      })}
      ${rangeField({
        label: "Clock",
        value: state.clockMHz,
        minimum: 25,
        maximum: 500,
        step: 25,
        shown: `${state.clockMHz} MHz`,
        onChange: (clockMHz) => state.choose({ clockMHz }),
      })}
      ${selectField({
        label: "Weights stand in",
        value: state.weights,
        options: [
          ["auto", "what fits their size"],
          ["block", "block memories"],
          ["tables", "look-up tables"],
        ],
        onChange: (chosen) => {
          const weights = weightPlaces.find((place) => place === chosen);
          if (weights !== undefined) state.choose({ weights });
        },
      })}
    </div>
    ${fileField({
      label: "Open a model file",
      accept: ".safetensors",
      onChange: (file) => void state.openFile(file),
    })}`;
}
