import type { Folding, PlannedLayer } from "../network/dataflow-builder.ts";

/** A folding of a layer with the clocks that it takes for a sample. */
export interface CountedFolding extends Folding {
  readonly cycles: number;
}

/**
 * Every folding of a product of a plan, with its clocks: those of the product, of its window, and of what stands between it and the next
 * product (before the first one, too), which is as wide as the product makes it.
 *
 * @param index  Of the product among the layers.
 */
export function layerFoldings(
  layers: readonly PlannedLayer[],
  index: number,
): readonly CountedFolding[] {
  const { inputs, outputs, channels, vectors } = layers[index];
  const before = layers.slice(0, index).some(({ kind }) => kind === "product")
    ? []
    : layers.slice(0, index);
  const next = layers.findIndex(({ kind }, i) => i > index && kind === "product");
  const after = layers.slice(index + 1, next < 0 ? layers.length : next);
  const lanes = [
    ...divisors(channels),
    ...divisors(inputs / channels).map((taps) => taps * channels),
  ];
  return divisors(outputs).flatMap((pe) =>
    [...new Set(lanes)].map((simd) => {
      const beat = Math.min(simd, channels);
      const cycles = Math.max(
        vectors * (outputs / pe) * (inputs / simd),
        inputs > channels ? (vectors * inputs) / beat : 0,
        ...before.map((layer) => (layer.vectors * layer.inputs) / beat),
        ...after.map((layer) => (layer.vectors * layer.inputs) / pe),
      );
      return { pe, simd, cycles };
    }),
  );
}

function divisors(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((size) => count % size === 0);
}
