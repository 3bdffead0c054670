import {
  createQuantizer,
  hwgqEstimators,
  proximalMethods,
  type Quantizer,
  type QuantizerOptions,
  signEstimators,
} from "@bnnkit/quantizers";
import * as Plot from "@observablehq/plot";
import * as tf from "@tensorflow/tfjs";
import { seriesColours, standaloneSvg } from "../apps/train/src/picture/standalone-svg.ts";

/** A quantizer that has a picture. */
export interface PicturedQuantizer {
  /** As saved models have it. */
  readonly name: string;
  /** The function that makes it. */
  readonly make: string;
  /** What it cannot do without, or what brings all of it into the picture. */
  readonly options?: QuantizerOptions;
  /** What the options stand for, where there is a picture without them, too. */
  readonly variant?: string;
}

/** All quantizers of the package, in the order of the page. */
export const picturedQuantizers: readonly PicturedQuantizer[] = [
  { name: "sign", make: "signQuantizer" },
  { name: "clipped-sign", make: "clippedSignQuantizer" },
  { name: "shifted-sign", make: "shiftedSignQuantizer" },
  { name: "scaled-sign", make: "scaledSignQuantizer" },
  { name: "centered-sign", make: "centeredSignQuantizer" },
  { name: "zero-mean-sign", make: "zeroMeanSignQuantizer" },
  { name: "rectified-sign", make: "rectifiedSignQuantizer" },
  { name: "standardized-sign", make: "standardizedSignQuantizer" },
  { name: "stochastic-sign", make: "stochasticSignQuantizer" },
  { name: "proximal", make: "proximalQuantizer" },
  { name: "bmt", make: "bmtQuantizer", options: { scaleAxis: "weights" } },
  { name: "two-level", make: "twoLevelQuantizer" },
  { name: "elastic", make: "elasticQuantizer", options: { bits: 2, scale: 0.6 } },
  { name: "heaviside", make: "heavisideQuantizer" },
  { name: "share-of-greatest", make: "shareOfGreatestQuantizer", options: { scaleAxis: "tensor" } },
  { name: "ternary", make: "ternaryQuantizer" },
  { name: "stochastic-ternary", make: "stochasticTernaryQuantizer" },
  { name: "power-of-two", make: "powerOfTwoQuantizer" },
  { name: "uniform", make: "uniformQuantizer" },
  { name: "half-wave-gaussian", make: "hwgqQuantizer" },
  { name: "learned-clip", make: "learnedClipQuantizer", options: { clip: 1.5 } },
  { name: "normalized-tanh", make: "normalizedTanhQuantizer" },
  { name: "int8-rows", make: "int8RowsQuantizer" },
  { name: "least-squares-bases", make: "leastSquaresBasesQuantizer" },
  { name: "shifted-bases", make: "shiftedBasesQuantizer" },
  { name: "residual-bases", make: "residualBasesQuantizer" },
  { name: "heterogeneous-bits", make: "heterogeneousBitsQuantizer" },
];

/** The same ones with other estimators. */
export const picturedVariants: readonly PicturedQuantizer[] = [
  ...signEstimators.map((estimator) => ({
    ...{ name: "sign", make: "signQuantizer", options: { estimator }, variant: estimator },
  })),
  ...hwgqEstimators.map((estimator) => ({
    ...{ name: "half-wave-gaussian", make: "hwgqQuantizer" },
    ...{ options: { estimator }, variant: estimator },
  })),
  ...Object.entries(proximalMethods).map(([variant, maps]) => ({
    ...{ name: "proximal", make: "proximalQuantizer", variant },
    // With a threshold of 1 nothing but the signs is left.
    options: variant === "prox-quant" ? { ...maps, mu: 0.3 } : { ...maps },
  })),
];

/** The name of a quantizer's picture. */
export function pictureName({ name, variant }: PicturedQuantizer): string {
  return `${variant === undefined ? name : `${name}-${variant}`}.svg`;
}

/** Where the pictures are, from the page's folder. */
const folder = "../pictures/quantizers";
const seed = 1;
const greatest = 3.2;
/** −2, −1.98 … 2. */
const inputs: readonly number[] = Array.from({ length: 201 }, (_, i) => (i - 100) / 50);

/** What a quantizer makes of inputs in training, and the gradient of the sum of it. */
interface Curves {
  readonly forward: readonly number[];
  readonly backward: readonly number[];
}

/** The picture of a quantizer in SVG: its forward map and its gradient for x from −2 to 2. */
export function drawQuantizer(pictured: PicturedQuantizer): string {
  const quantizer = quantizerOf(pictured);
  const { forward, backward } = curvesOf(quantizer);
  const [blue, orange] = seriesColours;
  // The gradient is broader, so that it shows on both sides of the forward map where the two are equal.
  const line = (values: readonly number[], stroke: string, strokeWidth: number): Plot.Markish =>
    Plot.lineY(values, { x: inputs, stroke, strokeWidth, clip: true });
  const dots = (values: readonly number[], fill: string): Plot.Markish =>
    Plot.dot(values, { x: inputs, y: values, r: 1.3, fill, clip: true });
  const legend = (text: string, fill: string, dx: number): Plot.Markish =>
    Plot.text([text], { frameAnchor: "top-left", dx, dy: -16, fill, fontWeight: "bold" });
  return standaloneSvg(`${callOf(pictured)}: forward map and gradient`, (document) =>
    Plot.plot({
      ...{ document, width: 360, height: 250, marginTop: 24, marginRight: 12, marginBottom: 34 },
      x: { domain: [-2, 2], label: "x", ticks: 5 },
      y: { domain: [-greatest, greatest], label: null, ticks: 5, grid: true },
      marks: [
        Plot.ruleX([0], { strokeOpacity: 0.2 }),
        line(backward, orange, 4),
        quantizer.isStochastic ? dots(forward, blue) : line(forward, blue, 1.6),
        legend("● forward", blue, 6),
        legend("● gradient", orange, 84),
      ],
    }),
  );
}

/** The page of all pictures in Markdown.
 *  @param readme  the README of `@bnnkit/quantizers`, whose table says what each one does
 *  @throws RangeError naming a quantizer that the table lacks */
export function quantizersPage(readme: string): string {
  const sections = picturedQuantizers.map((pictured) => sectionOf(pictured, readme));
  return `<!-- Made by docs/quantizer-pictures.ts from the README of @bnnkit/quantizers. -->

# Quantizers in pictures

What each quantizer of [\`@bnnkit/quantizers\`](../../packages/quantizers) makes of x, and the gradient that its estimator gives to it: the
derivative of the sum of all outputs by each x. The x are the 201 numbers −2, −1.98 … 2, a kernel of one output, and parameters have
their first values. Those that draw do so as in training, from seed ${seed}: each dot is a number that was drawn. Gradients
beyond ±${greatest} are cut off.

<!-- live: quantizers -->

${sections.join("\n")}
## Other estimators

The sign and the levels of a half-wave Gaussian quantizer with each of their estimators, and the methods of \`proximalMethods\` with μ = 1
unless it says otherwise.

${picturedVariants.map(variantOf).join("\n")}`;
}

function variantOf(pictured: PicturedQuantizer): string {
  const { authors, title, year, url } = quantizerOf(pictured).estimator.paper;
  return `### ${pictured.name}: ${pictured.variant}

\`${callOf(pictured)}\`

${embedded(pictured)}

${authors}: [${title}](${url}), ${year}.
`;
}

function sectionOf(pictured: PicturedQuantizer, readme: string): string {
  const { name, make } = pictured;
  const quantizer = quantizerOf(pictured);
  const { authors, title, year, url, section } = quantizer.paper;
  const where = section === undefined ? "" : `, ${section}`;
  const estimator = quantizer.estimator.name;
  return `## ${name}

\`${callOf(pictured)}\`: ${descriptionOf(make, readme)}${
    dependsOnAll(quantizer)
      ? "\n\nScales, means or thresholds of a row are those of all 201 numbers here."
      : ""
  }

${embedded(pictured)}

Estimator "${estimator}". ${authors}: [${title}](${url}), ${year}${where}.
`;
}

/** What the README's table says of a function. */
function descriptionOf(make: string, readme: string): string {
  const row = readme.split("\n").find((line) => line.startsWith(`| \`${make}\` `));
  const cell = row?.split(/(?<!\\)\|/)[2]?.trim();
  if (cell) return cell.replaceAll("\\|", "|");
  throw new RangeError(`quantizersPage: the README's table has no row for ${make}`);
}

function embedded(pictured: PicturedQuantizer): string {
  const alternative = `Forward map and gradient of ${callOf(pictured)}`;
  return `![${alternative}](${folder}/${pictureName(pictured)})`;
}

/** As a program has it. */
function callOf({ make, options = {} }: PicturedQuantizer): string {
  const parts = Object.entries(options).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${make}(${parts.length === 0 ? "" : `{ ${parts.join(", ")} }`})`;
}

function quantizerOf({ name, options = {} }: PicturedQuantizer): Quantizer {
  return createQuantizer({ name, options });
}

/** Whether what becomes of a number depends on the others of its row or tensor. */
function dependsOnAll({ code, dependsOnOthers }: Quantizer): boolean {
  const isOfRow = code.some(({ scale, offset }) => scale === "row" || offset === "row");
  return isOfRow || dependsOnOthers === true;
}

function curvesOf(quantizer: Quantizer): Curves {
  return tf.tidy(() => {
    const x = tf.tensor2d([...inputs], [inputs.length, 1]);
    const quantize = (z: tf.Tensor): tf.Tensor => quantizer.quantize(z, { training: true, seed });
    const gradient = tf.grad((z: tf.Tensor) => tf.sum(quantize(z)))(x);
    return { forward: [...quantize(x).dataSync()], backward: [...gradient.dataSync()] };
  });
}
