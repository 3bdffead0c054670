import type { NodeMacs } from "./mac-counts.ts";
import { definitions, type Node, type NodeOp } from "./node.ts";

/**
 * Counts the multiply-accumulates of matrix products: dense N·K, logits V·d per token; attention
 * 2·heads·headFeatures per token pair (q·kᵀ and p·v). Lookups, norms, scales, softmax and sums of
 * single elements are no products of matrices and count 0.
 */
export function countMacs<Op extends NodeOp>(node: Node<Op>): NodeMacs {
  return definitions[node.op].macs(node);
}
