import { decodeWeights } from "../decode-code.ts";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, featureTensors, numbersAt } from "../definition.ts";
import { productCode } from "../product.ts";
import { type Weights, weightTensors } from "../weights.ts";
import { noWork, productMacs } from "../work.ts";

/**
 * `y = W·x + bias` in each row: real numbers, whatever the codes.
 *
 * Sums of digits are exact; then come scales and bias in float32. Where both codes are integers and there is no bias, y is
 * the exact int32. Weights: [outFeatures, features of x].
 */
export interface DenseNode {
  readonly op: "dense";
  readonly name: string;
  readonly inputs: readonly [x: string];
  readonly outFeatures: number;
  readonly weights: Weights;
  /** `name.bias` F32 [outFeatures] */
  readonly bias: boolean;
}

export const dense: Definition<DenseNode> = {
  decode: (fields) => ({
    op: "dense",
    name: fields.name("name"),
    inputs: oneInput(fields),
    outFeatures: fields.positiveInteger("outFeatures"),
    weights: decodeWeights(fields, "weights"),
    bias: fields.boolean("bias"),
  }),
  infer({ outFeatures, weights, bias }, inputs) {
    const { domain, code } = inputs.numbers(0);
    return {
      kind: "numbers",
      domain,
      features: outFeatures,
      code: productCode(code, weights.code, bias),
    };
  },
  tensors(typed) {
    const { name, outFeatures, weights, bias } = typed.node;
    return new Map([
      ...weightTensors(weights, outFeatures, numbersAt(typed, 0).features),
      ...featureTensors(name, outFeatures, bias ? ["bias"] : []),
    ]);
  },
  work(typed) {
    const { code, features } = numbersAt(typed, 0);
    const { outFeatures, weights } = typed.node;
    return { ...noWork, perRow: productMacs(code, weights.code, outFeatures * features) };
  },
};
