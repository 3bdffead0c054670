import { html, nothing, render, type TemplateResult } from "lit-html";
import { fileField, rangeField, selectField } from "../form/fields.ts";
import type { View } from "../view.ts";
import { packedPanel } from "./packed-panel.ts";
import { progressPanel, WeightPicture } from "./progress-panel.ts";
import { type DataChoice, networks, TrainState } from "./train-state.ts";
import { TryPanel } from "./try-panel.ts";

/** A network that is trained, packed and tried in this tab. */
export const trainView: View = {
  title: "Train: a binarized network in this tab",
  mount(place) {
    const state = new TrainState(() => show());
    const weights = new WeightPicture();
    const tried = new TryPanel(state);
    const show = (): void => void render(page(state, weights, tried), place);
    show();
    void state.load();
  },
};

function page(state: TrainState, weights: WeightPicture, tried: TryPanel): TemplateResult {
  return html`
    <p>
      Weights are real numbers while they are trained, and used as bits; the signs that change from step to step are what is
      learned. Then the signs alone are packed. Everything runs in a worker of this page.
    </p>
    ${state.phase === "loading" ? html`<p>Loading …</p>` : choices(state)}
    ${state.problem === undefined ? nothing : html`<p role="alert">${state.problem}</p>`}
    ${progressPanel(state, weights)}
    <div class="columns">
      <div>${packedPanel(state)}</div>
      <div>${tried.template()}</div>
    </div>
  `;
}

const dataChoices: readonly (readonly [DataChoice, string])[] = [
  ["written", "digits written in code"],
  ["both", "those and mine"],
  ["own", "mine alone"],
  ["idx", "IDX files"],
];

function choices(state: TrainState): TemplateResult {
  const isBusy = state.phase !== "idle";
  return html`
    <div class="fields">
      ${selectField({
        label: "System",
        value: state.system,
        options: state.systems.map(({ name, title, paper }) => [name, `${title} (${paper.year})`]),
        onChange: (name) => state.chooseSystem(name),
      })}
      ${selectField({
        label: "Preset",
        value: state.preset,
        options: state.presets.map((name) => [name, name]),
        onChange: (preset) => state.choose({ preset }),
      })}
      ${selectField({
        label: "Network",
        value: state.network,
        options: Object.keys(networks).map((name) => [name, name]),
        onChange: (network) => state.choose({ network }),
      })}
      ${selectField({
        label: "Images",
        value: state.data,
        options: dataChoices,
        onChange: (name) => {
          const data = dataChoices.find(([known]) => known === name)?.[0];
          if (data !== undefined) state.choose({ data });
        },
      })}
      ${rangeField({
        label: "Epochs",
        value: state.epochs,
        minimum: 1,
        maximum: 30,
        onChange: (epochs) => state.choose({ epochs }),
      })}
    </div>
    ${state.data === "idx" ? idxFields(state) : nothing} ${paperOf(state)}
    <div class="row">
      <button class="primary" ?disabled=${isBusy} @click=${() => void state.train()}>Train</button>
      <button ?disabled=${state.phase !== "training"} @click=${() => state.stop()}>Stop and pack</button>
    </div>
  `;
}

function idxFields(state: TrainState): TemplateResult {
  return html`<div class="fields">
    ${fileField({
      label: "Images, such as train-images-idx3-ubyte.gz",
      accept: "",
      onChange: (images) => state.choose({ idx: { ...state.idx, images } }),
    })}
    ${fileField({
      label: "Labels, such as train-labels-idx1-ubyte.gz",
      accept: "",
      onChange: (labels) => state.choose({ idx: { ...state.idx, labels } }),
    })}
  </div>`;
}

function paperOf({ systems, system }: TrainState): TemplateResult {
  const paper = systems.find(({ name }) => name === system)?.paper;
  if (paper === undefined) return html``;
  const { authors, title, year, url } = paper;
  return html`<p class="muted">${authors}: <a href=${url}>${title}</a>, ${year}.</p>`;
}
