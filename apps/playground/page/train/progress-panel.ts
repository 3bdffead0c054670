import { html, nothing, type TemplateResult } from "lit-html";
import { axisAround } from "../chart/axis.ts";
import { chart, type Point } from "../chart/chart.ts";
import { grey, PixelPicture } from "../digits/pixel-picture.ts";
import { percent, short } from "../number-text.ts";
import type { TrainState } from "./train-state.ts";
import type { TrainingCurves } from "./training-curves.ts";

const [dark, middle, light] = [grey(30), grey(128), grey(225)];
const orange = 0xff1478f0;

/** The weights of a kernel as bits, those that changed since the last measurement in a colour of their own. */
export class WeightPicture {
  readonly picture: PixelPicture = new PixelPicture("Weights of a layer as bits");

  paint({ bits, earlierBits }: TrainingCurves): void {
    if (bits === undefined) return;
    const { digits, outputs, inputs } = bits;
    const earlier = earlierBits?.digits;
    this.picture.paint(inputs, outputs, (input, output) => {
      const weight = input * outputs + output;
      const digit = digits[weight] ?? 0;
      if (earlier !== undefined && earlier[weight] !== digit) return orange;
      return digit < 0 ? dark : digit > 0 ? light : middle;
    });
  }
}

/** Curves of the training that runs, or ran last. */
export function progressPanel(state: TrainState, weights: WeightPicture): TemplateResult {
  const { curves, phase } = state;
  if (curves.step === 0)
    return html`${phase === "training" ? html`<p>Drawing images …</p>` : nothing}`;
  weights.paint(curves);
  const accuracy = curves.accuracies.at(-1)?.[1];
  return html`
    <h3>${phase === "training" ? "Training" : "Trained"}</h3>
    <dl id="training-facts">
      ${fact("Step", `${curves.step} of ${curves.steps}`)}
      ${fact("Loss", short(curves.losses.at(-1)?.[1] ?? 0))}
      ${fact("Accuracy on test images", accuracy === undefined ? "not yet" : percent(accuracy))}
      ${fact("Time", `${curves.seconds.toFixed(1)} s`)}
    </dl>
    <progress max=${curves.steps} value=${curves.step} aria-label="Steps done"></progress>
    <div class="columns">
      ${lossChart(curves)} ${flipChart(curves)} ${latentChart(curves)} ${weightFigure(curves, weights)}
    </div>
  `;
}

export function fact(name: string, value: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function lossChart({ losses, accuracies, steps }: TrainingCurves): TemplateResult {
  const greatest = Math.max(...losses.map(([, loss]) => loss), 1);
  return chart({
    label: "Loss and accuracy over the steps",
    x: { label: "step", least: 0, greatest: steps },
    y: { label: "", least: 0, greatest },
    series: [
      { name: "loss", points: smoothed(losses) },
      { name: "accuracy, 0 … 1", points: accuracies, colour: 2 },
    ],
  });
}

function flipChart({ flips, steps }: TrainingCurves): TemplateResult {
  if (flips.size === 0) return html`<p class="muted">No kernel of this system is quantized.</p>`;
  const all = [...flips].slice(0, 4);
  const values = all.flatMap(([, points]) => points.map(([, share]) => share));
  return chart({
    label: "Share of the weights that changed in ten steps, by layer",
    x: { label: "step", least: 0, greatest: steps },
    y: { ...axisAround("share that flipped", [0, ...values]), least: 0 },
    series: all.map(([name, points], i) => ({ name, points, colour: i })),
  });
}

function latentChart({ kernels }: TrainingCurves): TemplateResult {
  const kernel = kernels[1] ?? kernels[0];
  if (kernel === undefined) return html``;
  const { edges, counts } = kernel.latent;
  const points = counts.map(
    (count, i): Point => [((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2, count],
  );
  return chart({
    label: `Latent weights of ${kernel.layer}`,
    x: { label: "latent weight", least: edges[0] ?? -1, greatest: edges.at(-1) ?? 1 },
    y: { label: "weights", least: 0, greatest: Math.max(...counts, 1) },
    series: [{ name: `latent weights of ${kernel.layer}`, points, as: "bars", colour: 0 }],
  });
}

function weightFigure({ bits }: TrainingCurves, { picture }: WeightPicture): TemplateResult {
  if (bits === undefined) return html``;
  const { layer, inputs, outputs } = bits;
  return html`<figure>
    ${picture.canvas}
    <figcaption>
      ${layer} as bits: ${inputs} inputs across, ${outputs} outputs down; dark is −1, orange changed in the last ten steps.
    </figcaption>
  </figure>`;
}

/** Means of eight, so that the line shows where it goes. */
function smoothed(points: readonly Point[]): readonly Point[] {
  return points.map(([step], i) => {
    const near = points.slice(Math.max(0, i - 7), i + 1);
    return [step, near.reduce((sum, [, loss]) => sum + loss, 0) / near.length];
  });
}
