import { html, nothing, render, type TemplateResult } from "lit-html";
import { chart } from "../chart/chart.ts";
import { rangeField, selectField } from "../form/fields.ts";
import type { View } from "../view.ts";
import { activeControls, callOf, type QuantizerControl } from "./quantizer-control.ts";
import type { QuantizerCurves } from "./quantizer-curves.ts";
import { QuantizersState } from "./quantizers-state.ts";

/** The forward map and the gradient of each quantizer. */
export const quantizersView: View = {
  title: "Quantizers: forward and backward",
  mount(place, names) {
    const state = new QuantizersState(() => render(page(state), place), names);
    render(page(state), place);
    void state.load();
  },
};

function page(state: QuantizersState): TemplateResult {
  return html`
    <p>
      A quantizer has few values, so its derivative is 0 almost everywhere; an estimator stands in for it. What each makes of
      x, and the gradient that x gets of a gradient g = 1 behind it.
    </p>
    ${state.problem === undefined ? nothing : html`<p role="alert">${state.problem}</p>`}
    ${state.entry === undefined ? html`<p>Loading …</p>` : shown(state)}
  `;
}

function shown(state: QuantizersState): TemplateResult {
  const { entry, catalogue, settings, curves } = state;
  if (entry === undefined) return html``;
  return html`
    <div class="fields">
      ${selectField({
        label: "Quantizer",
        value: entry.name,
        options: catalogue.map(({ name }) => [name, name]),
        onChange: (name) => state.choose(name),
      })}
      ${activeControls(entry, settings).map((control) => controlField(state, control))}
    </div>
    <div class="columns">
      ${curves === undefined ? html`<p>Computing …</p>` : curvesChart(entry.name, curves)}
      <div>
        <p class="formula" id="quantizer-call">${callOf(entry, settings)}</p>
        <dl>
          <div><dt>Forward</dt><dd>${entry.forward}</dd></div>
          <div><dt>Backward</dt><dd>${entry.backward}</dd></div>
          ${curves === undefined ? nothing : factsOf(curves)}
        </dl>
      </div>
    </div>
  `;
}

function controlField(state: QuantizersState, control: QuantizerControl): TemplateResult {
  const { option } = control;
  const value = state.valueOf(control);
  if (control.kind === "choice")
    return selectField({
      label: option,
      value: String(value),
      options: control.values.map((name) => [name, name]),
      onChange: (chosen) => state.set(option, chosen),
    });
  const { minimum, maximum, step } = control;
  return rangeField({
    ...{ label: option, value: Number(value), minimum, maximum, step },
    onChange: (chosen) => state.set(option, chosen),
  });
}

const greatest = 3.2;

function curvesChart(
  name: string,
  { inputs, forward, backward, isStochastic }: QuantizerCurves,
): TemplateResult {
  const pointsOf = (values: readonly number[]) =>
    inputs.map((x, i) => [x, values[i] ?? 0] as const);
  return chart({
    label: `${name}: forward map and gradient for x from −2 to 2`,
    x: { label: "x", least: -2, greatest: 2 },
    y: { label: "", least: -greatest, greatest },
    series: [
      { name: "gradient", points: pointsOf(backward), colour: 1 },
      { name: "forward", points: pointsOf(forward), colour: 0, as: isStochastic ? "dots" : "line" },
    ],
  });
}

function factsOf({
  code,
  paper,
  estimator,
  dependsOnOthers,
  isStochastic,
}: QuantizerCurves): TemplateResult {
  const section = paper.section === undefined ? "" : `, ${paper.section}`;
  return html`
    <div><dt>Its numbers are</dt><dd class="code">${code}</dd></div>
    <div>
      <dt>Forward map of</dt>
      <dd>${paper.authors}: <a href=${paper.url}>${paper.title}</a>, ${paper.year}${section}</dd>
    </div>
    <div>
      <dt>Estimator “${estimator.name}” of</dt>
      <dd>
        ${estimator.paper.authors}: <a href=${estimator.paper.url}>${estimator.paper.title}</a>, ${estimator.paper.year}
      </dd>
    </div>
    ${
      dependsOnOthers
        ? html`<div><dt>Others</dt><dd>Scales, means or thresholds are those of all 201 numbers here.</dd></div>`
        : nothing
    }
    ${isStochastic ? html`<div><dt>Drawn</dt><dd>Each dot is a number that was drawn, from seed 1.</dd></div>` : nothing}
  `;
}
