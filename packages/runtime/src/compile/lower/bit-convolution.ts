import { type BinaryPadding, packConvolution } from "@bnnkit/kernels";
import { numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import { constantDigit } from "../product/constant-digits.ts";
import { areScaledIntegers, digitConstants, emitSums } from "../product/digit-sums.ts";
import { signBehind, signThresholds } from "../product/sign-behind.ts";
import type { Value } from "../value.ts";
import { mapOf } from "./patches.ts";

/** Taps each way that the operation takes. */
const mostTaps = 254;

/** Whether a convolution is one of ±1 times ±1 for the operation that needs no patches: padded with ones, with zeros that leave
 *  taps out, or not at all, and at more than one place (a single one is a row of a product, unless taps of it are left out). */
export function fitsBitConvolution(typed: TypedNode<"convolution">): boolean {
  const { weights, window, groups } = typed.node;
  const x = constantDigit(numbersAt(typed, 0).code);
  const [{ digit, offset = 0 }] = weights.code;
  const isBits = x?.digit === "bipolar" && x.offset === 0;
  if (!isBits || weights.code.length > 1 || digit !== "bipolar" || offset !== 0) return false;
  if (areScaledIntegers(numbersAt(typed, 0).code, weights.code)) return false;
  const padding = paddingOf(typed);
  if (Math.max(...window.size) > mostTaps || padding === undefined) return false;
  const { height, width } = mapOf(typed.output);
  return groups > 1 || height * width > 1 || padding.value === 0;
}

/** What surrounds the bits; undefined for a margin of −1. */
function paddingOf(typed: TypedNode<"convolution">): BinaryPadding | undefined {
  const { padding } = typed.node.window;
  const { top, bottom, left, right, value } = padding;
  const scale = constantDigit(numbersAt(typed, 0).code)?.scale ?? 1;
  if (top + bottom + left + right === 0) return { ...padding, value: 1 };
  if (value === 0) return { ...padding, value: 0 };
  return value === scale ? { ...padding, value: 1 } : undefined;
}

/** ±1 times ±1 at every place; with a max pool and the sign that alone read it in the same pass. */
export function lowerBitConvolution(typed: TypedNode<"convolution">, emitter: Emitter): Value {
  const { node, output } = typed;
  const bits = rowsAs(emitter.value(node.inputs[0]), "bits");
  const operands = operandsOf(typed, emitter);
  const { samples } = emitter;
  const sign = signBehind({ node, output }, emitter);
  if (sign === undefined) {
    const x = emitter.value(node.inputs[0]);
    const { outFeatures, inFeatures } = operands;
    const [height, width] = node.window.size;
    const taps = height * width;
    const product = { node, output, x, size: { outFeatures, inFeatures } };
    return emitSums(product, emitter, digitConstants(product, emitter.weights), {
      ...{ reads: [bits], largest: inFeatures * taps },
      emitInts: (tape, { rows, offset }, out) =>
        tape.bconv2dInt32({ ...operands, bits: offset(bits), images: rows(samples), out }),
      emitFloats: (tape, { rows, offset }, { rowScales: pixelScales = 0, ...scaled }) => {
        const ends = { bits: offset(bits), images: rows(samples) };
        tape.bconv2d({ ...operands, ...scaled, ...ends, pixelScales });
      },
      emitCodes: (tape, { rows, offset }, { rowScales: pixelScales = 0, ...digits }) => {
        const ends = { bits: offset(bits), images: rows(samples) };
        tape.bconv2dInt8({ ...operands, ...digits, ...ends, pixelScales });
      },
    });
  }
  const { threshold, pool } = sign;
  const folded = signThresholds(threshold, emitter.weights);
  const out = sign.newBits(emitter);
  const window = pool?.node.window;
  emitter.emit({
    node: threshold.node.name,
    reads: [bits],
    writes: [out.bits],
    emit: (tape, { rows, offset }) =>
      tape.bconv2dSign({
        ...operands,
        ...folded,
        ...(window !== undefined && window !== "all" && { pool: window }),
        bits: offset(bits),
        images: rows(samples),
        out: offset(out.bits),
      }),
  });
  if (pool !== undefined) emitter.define(pool.node.name, out);
  emitter.define(threshold.node.name, out);
  return out;
}

function operandsOf(typed: TypedNode<"convolution">, emitter: Emitter) {
  const { node } = typed;
  const { window, groups, outFeatures, weights } = node;
  const x = numbersAt(typed, 0);
  const shape = { inFeatures: x.features, kernelSize: window.size, groups };
  const inFeatures = (window.size[0] * window.size[1] * x.features) / groups;
  const packed = () =>
    packConvolution(emitter.weights.signs(weights, { outFeatures, inFeatures }), shape);
  const padding = paddingOf(typed) ?? { ...window.padding, value: 1 };
  const memory = emitter.weights;
  const tapCounts =
    padding.value === 0 ? memory.place(`${node.name} tap counts`, () => packed().tapCounts) : 0;
  return {
    ...mapOf(x),
    ...shape,
    outFeatures,
    strides: window.strides,
    dilations: window.dilations,
    padding,
    weights: memory.place(`${node.name} in convolution lanes`, () => packed().lanes),
    tapCounts,
  } as const;
}
