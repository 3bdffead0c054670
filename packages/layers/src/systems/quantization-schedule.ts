import type * as tf from "@tensorflow/tfjs";
import { type QuantizedRole, QuantizingLayer } from "../quantizing-layer.ts";
import type { QuantizationOnset, QuantizationSchedule } from "./recipe.ts";

/** How far the layers of a model are quantized: see {@link setQuantizedShare}. */
export interface QuantizedShares {
  /** Of what layers read, 0 … 1; default as it is. */
  readonly inputs?: number;
  /** Of kernels, 0 … 1; default as it is. */
  readonly kernels?: number;
}

/** Sets how far layers are quantized: α of `x + α·(q(x) − x)`, 0 real, 1 quantized. It holds in training and in predictions
 *  until it is set again, and is not saved: a loaded model is quantized.
 *
 *  Kernels with α = 0 and inputs with 1 are the first step of ReActNet's training (Liu et al. 2020,
 *  https://arxiv.org/abs/2003.03488); α in between is alpha-blending (Liu and Mattina 2019,
 *  https://arxiv.org/abs/1903.01061).
 *  @param matches  which layers; default all
 *  @throws RangeError unless shares are in 0 … 1. */
export function setQuantizedShare(
  model: tf.LayersModel,
  { inputs, kernels }: QuantizedShares,
  matches: (layer: tf.layers.Layer) => boolean = () => true,
): void {
  for (const layer of model.layers) {
    if (!(layer instanceof QuantizingLayer) || !matches(layer)) continue;
    if (inputs !== undefined) layer.setQuantizedShare("input", inputs);
    if (kernels !== undefined) layer.setQuantizedShare("kernel", kernels);
  }
}

/** Sets how far each layer is quantized at a share of the training.
 *  @param progress  in 0 … 1
 *  @throws RangeError unless `start` and `end` are in 0 … 1, in this order. */
export function scheduleQuantization(
  model: tf.LayersModel,
  { inputs, kernels }: QuantizationSchedule,
  progress: number,
): void {
  if (inputs) quantizeAt(model, "input", inputs, progress);
  if (kernels) quantizeAt(model, "kernel", kernels, progress);
}

function quantizeAt(
  model: tf.LayersModel,
  role: QuantizedRole,
  onset: QuantizationOnset,
  progress: number,
): void {
  checkOnset(role, onset);
  const layers = model.layers.filter((layer) => layer instanceof QuantizingLayer);
  const quantized = layers.filter((layer) => layer.quantizes(role));
  for (const [i, layer] of quantized.entries()) {
    layer.setQuantizedShare(role, shareAt(onset, progress, i / Math.max(1, quantized.length - 1)));
  }
}

/** @param place  of the layer, 0 the first, 1 the last */
function shareAt(
  { start, end = start, way = "blend" }: QuantizationOnset,
  progress: number,
  place: number,
): number {
  if (progress >= end) return 1;
  if (progress < start) return 0;
  if (way === "blend") return (progress - start) / (end - start);
  const turn = way === "front-to-back" ? place : 1 - place;
  return progress >= start + (end - start) * turn ? 1 : 0;
}

function checkOnset(role: QuantizedRole, { start, end = start, way }: QuantizationOnset): void {
  const where = `scheduleQuantization: ${role}s`;
  if (!(start >= 0 && start <= end && end <= 1)) {
    throw new RangeError(`${where}: 0 ≤ start ≤ end ≤ 1 must hold, got ${start} and ${end}`);
  }
  if (way === undefined || ways.includes(way)) return;
  throw new RangeError(`${where}: way must be one of ${ways.join(", ")}, got ${way}`);
}

const ways: readonly string[] = ["blend", "front-to-back", "back-to-front"];
