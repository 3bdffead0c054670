import { bipolar, type Code, float32, type Term, unipolar, unsigned } from "@bnnkit/core";
import { threeInputs } from "../decode-inputs.ts";
import { type Definition, noTensors, numbersAt } from "../definition.ts";
import type { DescriptionFields } from "../description-fields.ts";
import { addMacs, noWork, productMacs } from "../work.ts";

/** What becomes of probabilities: they stay; become `scale` from a threshold on (Liu et al. 2022, BiT,
 *  https://arxiv.org/abs/2205.13016), or 1 from a share of the row's largest on (He et al. 2023, BiViT,
 *  https://arxiv.org/abs/2211.07091), else 0; or become the nearest of the steps 0 … `most`, ties to even (BiT with several bits); or there is no softmax,
 *  and 1 is what has a positive score, else 0 (what BiViT compares itself with); or all become half of the row's largest plus 2⁻²³ (what is left of a sign where
 *  nothing is negative: Zhang et al. 2023, https://arxiv.org/abs/2302.04907). */
export type Probabilities =
  | { readonly keep: "all" }
  | { readonly keep: "above"; readonly threshold: number; readonly scale: number }
  | { readonly keep: "share"; readonly ofLargest: number }
  | { readonly keep: "positive" }
  | { readonly keep: "rounded"; readonly step: number; readonly most: number }
  | { readonly keep: "half-maximum" };

/**
 * Per head: `y = Σ_j p_j·v_j`, `p = kept(softmax_j(q·k_j / sqrt(headFeatures)))`, over the rows of the sample that k and v
 * stand on; `causal` hides later ones.
 *
 * Any of q, k and v may be bits with a scale for each row or head. Keys and values may have fewer heads of as many features each,
 * which heads of queries next to each other share (Ainslie et al. 2023, https://arxiv.org/abs/2305.13245).
 * Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.2.
 */
export interface AttentionNode {
  readonly op: "attention";
  readonly name: string;
  readonly inputs: readonly [query: string, key: string, value: string];
  readonly heads: number;
  readonly causal: boolean;
  readonly probabilities: Probabilities;
}

export const attention: Definition<AttentionNode> = {
  decode: (fields) => ({
    op: "attention",
    name: fields.name("name"),
    inputs: threeInputs(fields),
    heads: fields.positiveInteger("heads"),
    causal: fields.boolean("causal"),
    probabilities: decodeProbabilities(fields.object("probabilities")),
  }),
  infer({ heads, causal }, inputs) {
    const [q, k, v] = [inputs.numbers(0), inputs.numbers(1), inputs.numbers(2)];
    inputs.check(
      q.features % heads === 0,
      `features (${q.features}) must be a multiple of heads (${heads})`,
    );
    const keyHeads = (k.features * heads) / q.features;
    inputs.check(
      k.features === v.features && Number.isInteger(keyHeads) && heads % keyHeads === 0,
      `query, key and value must have the same number of features, or key and value those of fewer heads (of ${q.features / heads} features, by which ${heads} can be divided), got ${q.features}, ${k.features} and ${v.features}`,
    );
    for (const { code, features } of [q, k, v]) {
      const own = (features * heads) / q.features;
      inputs.check(
        code.every((term) => hasScaleOfHeads(term, own)),
        `scales of each row must be one, or one for each of the ${own} heads`,
      );
    }
    inputs.checkDomains(1, 2);
    if (causal) inputs.checkDomains(0, 1);
    return { ...q, code: float32 };
  },
  tensors: () => noTensors,
  work(typed) {
    const [q, k, v] = [0, 1, 2].map((i) => numbersAt(typed, i));
    const p = probabilityCode(typed.node.probabilities);
    return {
      ...noWork,
      perPair: addMacs([
        productMacs(q.code, k.code, q.features),
        productMacs(p, v.code, q.features),
      ]),
    };
  },
};

function hasScaleOfHeads({ scale, offset, slices = 1 }: Term, heads: number): boolean {
  return (scale !== "row" && offset !== "row") || slices === 1 || slices === heads;
}

function probabilityCode(probabilities: Probabilities): Code {
  const { keep } = probabilities;
  switch (keep) {
    case "all":
      return float32;
    case "above":
    case "share":
    case "positive":
      return unipolar;
    case "rounded":
      return unsigned(Math.ceil(Math.log2(probabilities.most + 1)));
    case "half-maximum":
      return bipolar;
    default:
      return keep satisfies never;
  }
}

function decodeProbabilities(fields: DescriptionFields): Probabilities {
  const keep = fields.choice("keep", [
    "all",
    "above",
    "share",
    "positive",
    "rounded",
    "half-maximum",
  ]);
  const probabilities = (): Probabilities => {
    switch (keep) {
      case "above":
        return {
          keep,
          threshold: fields.positiveNumber("threshold"),
          scale: fields.positiveNumber("scale"),
        };
      case "share":
        return { keep, ofLargest: fields.positiveNumber("ofLargest") };
      case "rounded":
        return {
          keep,
          step: fields.positiveNumber("step"),
          most: fields.positiveInteger("most", 255),
        };
      default:
        return { keep };
    }
  };
  const read = probabilities();
  fields.end();
  return read;
}
