/** A description of format version 1, as its files hold it. */
export interface DescriptionV1 {
  readonly name: string;
  readonly graphs: { readonly encoder: GraphV1; readonly decoder: GraphV1 };
}

/** A graph of version 1. */
export interface GraphV1 {
  readonly inputs: readonly InputV1[];
  readonly nodes: readonly NodeV1[];
  readonly output: string;
}

export type InputV1 =
  | { readonly name: string; readonly kind: "tokens" }
  | { readonly name: string; readonly kind: "features"; readonly features: number };

interface Named<Op extends string> {
  readonly op: Op;
  readonly name: string;
  readonly inputs: readonly string[];
}

/** The words of version 1; `table` names their tensors. */
export interface WordsV1 {
  readonly vocabularySize: number;
  readonly features: number;
  readonly table: string;
  /** 8: int8 codes with a scale for each row; of scores, with x quantized to int8 as well. */
  readonly bits: 8 | 32;
}

/** One-bit weights are ±scale, one scale for each output; one-bit activations are signs times half of the row's greatest
 *  magnitude. */
export interface DenseV1 extends Named<"dense"> {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weightBits: 1 | 32;
  readonly activationBits: 1 | 32;
  readonly bias: boolean;
}

/** Of one bit: query, key, probabilities and value are each binarized before their product. */
export interface AttentionV1 extends Named<"attention"> {
  readonly heads: number;
  readonly headFeatures: number;
  readonly causal: boolean;
  readonly bits: 1 | 32;
}

export type NodeV1 =
  | (Named<"embedding"> & WordsV1 & { readonly multiplier: number })
  | (Named<"sinusoidal-position"> & { readonly features: number; readonly maximumLength: number })
  | (Named<"layer-norm"> & {
      readonly features: number;
      readonly groups: number;
      readonly epsilon: number;
    })
  | DenseV1
  | (Named<"relu"> & { readonly features: number })
  | (Named<"add"> & { readonly features: number })
  | AttentionV1
  | (Named<"logits"> & WordsV1);
