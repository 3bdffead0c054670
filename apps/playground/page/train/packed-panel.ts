import { html, nothing, type TemplateResult } from "lit-html";
import { fileField } from "../form/fields.ts";
import { bytesText, percent } from "../number-text.ts";
import { saveFile } from "../save-file.ts";
import { fact } from "./progress-panel.ts";
import type { TrainState } from "./train-state.ts";
import type { PackedReport } from "./training-messages.ts";

/** The packed network: its size and how it does, to be saved; or one from a file. */
export function packedPanel(state: TrainState): TemplateResult {
  const { packed, phase } = state;
  return html`
    <h3>Packed</h3>
    ${packed === undefined ? html`<p class="muted">Train a network, or open a model file.</p>` : factsOf(packed)}
    <div class="row">
      <button
        ?disabled=${packed === undefined}
        @click=${() => packed && saveFile(`${packed.name}.safetensors`, packed.bytes)}
      >
        Save the model file
      </button>
      ${packed === undefined ? nothing : html`<a class="button" href="#hardware">Price it in hardware</a>`}
    </div>
    ${
      phase === "loading"
        ? nothing
        : fileField({
            label: "Open a model file of images, such as train image writes",
            accept: ".safetensors",
            onChange: (file) => void state.open(file),
          })
    }
  `;
}

function factsOf(packed: PackedReport): TemplateResult {
  const { name, bytes, floatBytes, accuracy, sameClass, testImages, verified, input, kernels } =
    packed;
  const ratio = (floatBytes / bytes.length).toFixed(1);
  return html`<dl id="packed-facts">
      ${fact("Model", name)} ${fact("Reads", input)}
      ${fact("File", `${bytesText(bytes.length)}, ${ratio} times smaller than float32 weights`)}
      ${accuracy === undefined ? nothing : fact("Packed accuracy", percent(accuracy))}
      ${sameClass === undefined ? nothing : fact("Same class as TensorFlow.js", `${sameClass} of ${testImages} images`)}
      ${fact("Examples in the file", verified === undefined ? "none" : verified ? "as they should be" : "differ")}
    </dl>
    <details>
      <summary>Kernels that run it, and why</summary>
      <ul>
        ${kernels.map(({ operation, kernel, reason }) => html`<li>${operation}: <span class="code">${kernel}</span>, ${reason}</li>`)}
      </ul>
    </details>`;
}
