/**
 * Training in Node: data-parallel workers that give the same bytes for the same seed, and checkpoints that outlive a crash.
 *
 * @module @bnnkit/training-backend/node
 */

export { type AdamOptions, type AdamRange, type AdamStep, applyAdam } from "./adam.ts";
export { loadCheckpoint, previousCheckpoint, saveCheckpoint } from "./checkpoint.ts";
export {
  createDataParallelTrainer,
  type DataParallelOptions,
  type DataParallelTrainer,
  type StepOptions,
  type StepResult,
  type TrainingState,
} from "./data-parallel-trainer.ts";
export type { Parameter } from "./parameter-layout.ts";
export type { CreateReplica, Replica, ReplicaContext, ShardGradients } from "./replica.ts";
