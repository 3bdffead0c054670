import type * as tf from "@tensorflow/tfjs";

/** One worker's copy of the model, made by the replica module inside the worker.
 *  @typeParam Shard  a structured-cloneable part of a batch */
export interface Replica<Shard = unknown> {
  /** Loss and gradient of one shard, both summed over its target tokens (not averaged). A variable without an entry in
   *  `gradients` has gradient 0. The trainer disposes the gradient tensors. */
  lossAndGradients(shard: Shard, context: ReplicaContext): ShardGradients | Promise<ShardGradients>;
  /** Answers a request of `DataParallelTrainer.evaluate` with something structured-cloneable. */
  evaluate?(request: unknown, context: { readonly step: number }): unknown;
}

/** The step that a shard belongs to. */
export interface ReplicaContext {
  readonly step: number;
  /** Unsigned 32-bit seed, different for each shard and step: the only source of randomness allowed. */
  readonly seed: number;
}

/** What one shard gives. */
export interface ShardGradients {
  readonly lossSum: number;
  readonly tokens: number;
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** What a replica module exports under the name `createReplica`. `variables` hold the weights, which the trainer
 *  updates in place after each step. */
export type CreateReplica<Shard = unknown> = (
  options: unknown,
  variables: ReadonlyMap<string, tf.Variable>,
) => Replica<Shard> | Promise<Replica<Shard>>;
