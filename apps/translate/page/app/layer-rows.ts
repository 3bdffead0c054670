import type { LayerReport } from "@bnnkit/runtime";
import { nameOfCode } from "./format.ts";

/** What stands above the cells of {@link layerRow}. */
export const layerHeader: readonly string[] = ["layer", "numbers", "size", "kernels", "kind"];

/** A layer that has run: what it computes with, how long its rows are, and the kernels that ran it. */
export function layerRow({ name, op, along, ...layer }: LayerReport): readonly string[] {
  const { inputs, weights, outFeatures, kernels } = layer;
  const codes = [...inputs.map(({ code }) => code), ...(weights === undefined ? [] : [weights])];
  const sizes = [...new Set(inputs.map(({ features }) => features))];
  return [
    [name, ...along.map((other) => behind(name, other))].join(", "),
    codes.map(nameOfCode).join(weights === undefined ? ", " : " × "),
    [...(sizes.length === 0 ? [] : [sizes.join(", ")]), outFeatures].join(" → "),
    kernels.map(({ kernel }) => kernel).join(", "),
    op,
  ];
}

/** A name without the folders that it has in common with the one before it. */
function behind(name: string, other: string): string {
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  return other.startsWith(folder) ? other.slice(folder.length) : other;
}
