import { checkPositiveInteger } from "@bnnkit/core";

/** What BRein Memory holds; neurons rounded as published. */
export const breinLimits = { layers: 13, neurons: 4200, synapses: 800_000 } as const;

export interface BReinCapacity {
  readonly layers: number;
  readonly neurons: number;
  readonly synapses: number;
  readonly fits: boolean;
  /** What is too many, in words. */
  readonly spills: readonly string[];
}

/**
 * Whether a network of dense layers fits in BRein Memory: up to 13 layers, 4200 neurons, 800,000 synapses (K. Ando et al., 2017). A ternary
 * synapse has two bits; whether the limit counts bits or synapses was not published, and synapses are counted here.
 *
 * @param widths  Of the input and of each layer, such as 784, 512, 512, 10.
 * @throws RangeError for less than one layer, and for widths < 1.
 */
export function fitsBRein(widths: readonly number[]): BReinCapacity {
  checkPositiveInteger("fitsBRein", "widths.length − 1", widths.length - 1);
  for (const [i, width] of widths.entries())
    checkPositiveInteger("fitsBRein", `widths[${i}]`, width);
  const outputs = widths.slice(1);
  const counts = {
    layers: outputs.length,
    neurons: outputs.reduce((sum, width) => sum + width, 0),
    synapses: outputs.reduce((sum, width, i) => sum + widths[i] * width, 0),
  };
  const kinds = ["layers", "neurons", "synapses"] as const;
  const spills = kinds
    .filter((kind) => counts[kind] > breinLimits[kind])
    .map((kind) => `${counts[kind]} ${kind} where there are ${breinLimits[kind]}`);
  return { ...counts, fits: spills.length === 0, spills };
}
