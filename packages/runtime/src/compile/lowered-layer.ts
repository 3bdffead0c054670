import type { OperationName } from "@bnnkit/kernels";
import type { TypedNode } from "@bnnkit/model";

/** What a node of a model has become. */
export interface LoweredLayer {
  readonly graph: string;
  readonly typed: TypedNode;
  /** Nodes whose values are computed along with its own. */
  readonly along: string[];
  /** Operations that were put onto tapes for it; none before the first run. */
  readonly operations: Set<OperationName>;
}
