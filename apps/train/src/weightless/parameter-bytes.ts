import type { PackedModel } from "@bnnkit/model";

/** Bytes of a model's tensors, without those of its examples: what it has learned or drawn, and its encoder. */
export function parameterBytes({ tensors }: Pick<PackedModel, "tensors">): number {
  return [...tensors]
    .filter(([name]) => !name.startsWith("golden/"))
    .reduce((sum, [, { data }]) => sum + data.byteLength, 0);
}
