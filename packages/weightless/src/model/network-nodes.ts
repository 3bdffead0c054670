import type { Node, Tensor } from "@bnnkit/model";

/** What comes behind the encoder: nodes, of which the last has a score for each class, and their tensors. */
export interface NetworkNodes {
  readonly nodes: readonly Node[];
  readonly tensors: ReadonlyMap<string, Tensor>;
}
