import type { ModelEstimate } from "@bnnkit/hardware";
import { html, nothing, type TemplateResult } from "lit-html";
import { percent, short } from "../number-text.ts";
import { figureText } from "./figure-text.ts";
import type { HardwareState } from "./hardware-state.ts";

/** What the model costs by the folding that is chosen. */
export function estimatePanel(state: HardwareState, estimate: ModelEstimate): TemplateResult {
  const { total, timing, part, fits, notes, processor, use } = estimate;
  const isAsic = part.target === "asic";
  return html`
    <h3>${estimate.model} on ${part.name}: ${fits ? "it fits" : "it does not fit"}</h3>
    <dl id="estimate-facts">
      ${
        isAsic
          ? fact("Area, mm²", figureText(total.areaUm2, 1e-6))
          : html`${fact("Look-up tables", figureText(total.lut))} ${fact("Block memories", figureText(total.bram))}`
      }
      ${fact("Flip-flops", figureText(total.ff))}
      ${
        timing === undefined
          ? nothing
          : html`${fact(estimate.arrangement === "units" ? "Positions a second" : "Frames a second", figureText(timing.framesPerSecond))}
            ${fact("Latency, µs", figureText(timing.latencyMicroseconds))}
            ${fact("Slowest layer", timing.bottleneck)}`
      }
      ${fact("Energy of a frame, nJ", figureText(total.energyPj, 1e-3))}
      ${use.map(({ resource, share, mostOf }) => fact(`Share of ${resource}`, share === 0 ? percent(0) : `${percent(share)}, most of it ${mostOf}`))}
    </dl>
    <p class="muted">Energies are those of gates of 45 nm at 1.1 V, whatever the part.</p>
    <div class="row"><button ?disabled=${state.model?.hasNumbers !== true || estimate.arrangement !== "dataflow"} @click=${() => void state.saveVerilog()}>
      Save the Verilog
    </button></div>
    ${state.model?.hasNumbers === true ? nothing : html`<p class="muted">A circuit needs weights: train a network, or open a model file of images.</p>`}
    ${notes.length === 0 ? nothing : html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
    ${layersTable(estimate)}
    ${
      processor.length === 0
        ? nothing
        : html`<details>
            <summary>${processor.length} nodes stay on the processor</summary>
            <ul>${processor.map(({ node, op, reason }) => html`<li>${node} (${op}): ${reason}</li>`)}</ul>
          </details>`
    }
  `;
}

function fact(name: string, value: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function layersTable({ layers, part }: ModelEstimate): TemplateResult {
  const isAsic = part.target === "asic";
  return html`<div class="wide" role="region" aria-label="Layers" tabindex="0">
    <table>
      <caption>Layers</caption>
      <thead>
        <tr>
          ${["layer", "PE × SIMD", "clocks", isAsic ? "area, µm²" : "tables", "memories", "nJ"].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${layers.map(
          ({ name, folding, cycles, lut, areaUm2, bram, energyPj }) => html`<tr>
            <th scope="row">${name}</th>
            <td>${folding === undefined ? "" : `${folding.pe} × ${folding.simd}`}</td>
            <td>${cycles.toLocaleString("en-US")}</td>
            <td>${short(isAsic ? areaUm2.value : lut.value)}</td>
            <td>${short(bram.value)}</td>
            <td>${short(energyPj.value / 1000)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
