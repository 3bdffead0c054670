import { float32 } from "@bnnkit/core";
import { oneInput } from "../decode-inputs.ts";
import { type Definition, featureTensors } from "../definition.ts";
import { noWork } from "../work.ts";

/** The functions of {@link ActivationNode}. */
export const activationFunctions = [
  "relu",
  "prelu",
  "gelu",
  "silu",
  "tanh",
  "absolute",
  "clip01",
] as const;

/** `relu` max(x, 0); `prelu` slopes[c]·x where x < 0, else x; `gelu` x·Φ(x), Φ by the tanh formula of Hendrycks and Gimpel
 *  2016, https://arxiv.org/abs/1606.08415; `silu` x/(1 + e⁻ˣ); `absolute` |x|; `clip01` x held within 0 … 1. */
export type ActivationFunction = (typeof activationFunctions)[number];

/** `y = f(x)`, or with shifts `y = f(x + before[c]) + after[c]` (RPReLU: Liu et al. 2020, ReActNet,
 *  https://arxiv.org/abs/2003.03488, §4.2), in float32. */
export interface ActivationNode {
  readonly op: "activation";
  readonly name: string;
  readonly inputs: readonly [x: string];
  /** Of `prelu`: `name.slopes` F32 [features]. */
  readonly function: ActivationFunction;
  /** `name.before`, `name.after` F32 [features]. */
  readonly shifts: boolean;
}

export const activation: Definition<ActivationNode> = {
  decode: (fields) => ({
    op: "activation",
    name: fields.name("name"),
    inputs: oneInput(fields),
    function: fields.choice("function", activationFunctions),
    shifts: fields.boolean("shifts"),
  }),
  infer: (_, inputs) => ({ ...inputs.numbers(0), code: float32 }),
  tensors: ({ node: { name, function: f, shifts }, output }) =>
    featureTensors(name, output.features, [
      ...(f === "prelu" ? ["slopes"] : []),
      ...(shifts ? ["before", "after"] : []),
    ]),
  work: () => noWork,
};
