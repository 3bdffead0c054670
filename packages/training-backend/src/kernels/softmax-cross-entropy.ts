import type * as tf from "@tensorflow/tfjs";
import { intView } from "../heap.ts";
import { inputNamed, type KernelAttributes, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { onlyGradient, runOne } from "./run-kernel.ts";

const name = "BnnkitSoftmaxCrossEntropy";
const gradientName = "BnnkitSoftmaxCrossEntropyGrad";

/** `BnnkitSoftmaxCrossEntropy`: losses[n] = −Σ_v p_v·log softmax(logits[n])_v, where p is onValue at labels[n] and
 *  offValue at every other class; 0 where labels[n] = ignoredLabel. Inputs logits [N, V] and labels [N] (int32);
 *  attributes onValue, offValue, ignoredLabel (−1: none). Outputs the losses [N] and log Σ exp of each row [N]; the
 *  gradient is by the logits, of the losses. */
export function softmaxCrossEntropyKernels(context: KernelContext): WasmKernel[] {
  const { backend, vector } = context;
  const numbers = (attributes: KernelAttributes): [number, number, number] => [
    Number(attributes.onValue),
    Number(attributes.offValue),
    Number(attributes.ignoredLabel),
  ];
  return [
    {
      name,
      run: (_, inputs, attributes) => {
        const logits = inputNamed(inputs, "logits");
        const labels = inputNamed(inputs, "labels");
        const [rows, classes] = logits.shape;
        const losses = backend.makeOutput([rows], "float32");
        const logSums = backend.makeOutput([rows], "float32");
        const wrong = vector.crossEntropyRows(
          addressOf(context, logits),
          addressOf(context, labels),
          rows,
          classes,
          ...numbers(attributes),
          addressOf(context, losses),
          addressOf(context, logSums),
        );
        if (wrong < 0) return [losses, logSums];
        const label = intView(backend, labels)[wrong];
        throw new RangeError(`${name}: label ${wrong} must be in [0, ${classes}), got ${label}`);
      },
    },
    {
      name: gradientName,
      run: (_, inputs, attributes) => {
        const logits = inputNamed(inputs, "logits");
        const [rows, classes] = logits.shape;
        const dLogits = backend.makeOutput(logits.shape, "float32");
        vector.crossEntropyGradientRows(
          addressOf(context, inputNamed(inputs, "dLosses")),
          addressOf(context, logits),
          addressOf(context, inputNamed(inputs, "labels")),
          addressOf(context, inputNamed(inputs, "logSums")),
          rows,
          classes,
          ...numbers(attributes),
          addressOf(context, dLogits),
        );
        return dLogits;
      },
    },
  ];
}

/** Gradient of `BnnkitSoftmaxCrossEntropy` by the logits. */
export const softmaxCrossEntropyGradient: tf.GradConfig = {
  kernelName: name,
  inputsToSave: ["logits", "labels"],
  outputsToSave: [false, true],
  gradFunc: (dy, [logits, labels, logSums], { onValue, offValue, ignoredLabel }) => ({
    logits: () =>
      runOne(
        gradientName,
        { dLosses: onlyGradient(dy), logits, labels, logSums },
        {
          onValue: Number(onValue),
          offValue: Number(offValue),
          ignoredLabel: Number(ignoredLabel),
        },
      ),
  }),
};
