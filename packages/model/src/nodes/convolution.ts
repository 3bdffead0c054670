import { isInteger, slide, type Window } from "@bnnkit/core";
import { decodeWeights } from "../decode-code.ts";
import { oneInput } from "../decode-inputs.ts";
import { decodeWindow } from "../decode-window.ts";
import { type Definition, featureTensors, numbersAt } from "../definition.ts";
import { productCode } from "../product.ts";
import { type Weights, weightTensors } from "../weights.ts";
import { noWork, productMacs } from "../work.ts";

/**
 * A dense layer at every place of a window on a map.
 *
 * Weights: [outFeatures, taps · features of x / groups]; a row has the taps line by line, in each the channels of its group.
 * Group g makes the outputs from g·outFeatures/groups on. A dense layer behind a flattened map is the convolution as large as
 * the map: the same tensor. Outside the map stands `window.padding.value`; for ±1 a 0 there leaves the tap out.
 */
export interface ConvolutionNode {
  readonly op: "convolution";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly outFeatures: number;
  readonly window: Window;
  /** Equal to the channels of x and of y: depthwise. */
  readonly groups: number;
  readonly weights: Weights;
  /** `name.bias` F32 [outFeatures] */
  readonly bias: boolean;
}

export const convolution: Definition<ConvolutionNode> = {
  decode: (fields) => ({
    op: "convolution",
    name: fields.name("name"),
    inputs: oneInput(fields),
    outFeatures: fields.positiveInteger("outFeatures"),
    window: decodeWindow(fields, "window"),
    groups: fields.positiveInteger("groups"),
    weights: decodeWeights(fields, "weights"),
    bias: fields.boolean("bias"),
  }),
  infer({ outFeatures, window, groups, weights, bias }, inputs) {
    const { domain, features, code } = inputs.map(0);
    const extent = [domain.height, domain.width] as const;
    const [height, width] = inputs.attempt(() => slide("window", extent, window));
    inputs.check(
      features % groups === 0 && outFeatures % groups === 0,
      `features (${features}) and outFeatures (${outFeatures}) must be multiples of groups (${groups})`,
    );
    inputs.check(
      !isInteger(code) || Number.isInteger(window.padding.value),
      `window.padding.value must be an integer, as the values are, got ${window.padding.value}`,
    );
    return {
      kind: "numbers",
      domain: { kind: "map", height, width },
      features: outFeatures,
      code: productCode(code, weights.code, bias),
    };
  },
  tensors(typed) {
    const { name, outFeatures, weights, bias } = typed.node;
    return new Map([
      ...weightTensors(weights, outFeatures, columnsOf(typed)),
      ...featureTensors(name, outFeatures, bias ? ["bias"] : []),
    ]);
  },
  work(typed) {
    const { weights, outFeatures } = typed.node;
    const { code } = numbersAt(typed, 0);
    return { ...noWork, perRow: productMacs(code, weights.code, outFeatures * columnsOf(typed)) };
  },
};

/** Numbers that one output is the sum of: taps times the channels of a group. */
function columnsOf(typed: Parameters<typeof convolution.work>[0]): number {
  const { window, groups } = typed.node;
  return (window.size[0] * window.size[1] * numbersAt(typed, 0).features) / groups;
}
