/**
 * Checkpoints of language models as Hugging Face stores them, read as packed models; without TensorFlow.js.
 *
 * @module @bnnkit/transformer/checkpoint
 */

export type { CheckpointFiles, FileContent } from "./checkpoint-files.ts";
export type { CheckpointMatrix } from "./decoder-builder.ts";
export {
  type Gguf,
  type GgufTensor,
  type GgufValue,
  type OpenGguf,
  openGguf,
  readGguf,
} from "./gguf-reader.ts";
export { decodeGguf, type GgufDigits, type GgufLayout, ggufWeights } from "./gguf-weights.ts";
export {
  type ReadCheckpoint,
  type ReadCheckpointOptions,
  readCheckpoint,
} from "./read-checkpoint.ts";
export { packTernaryBytes, unpackTernaryBytes } from "./ternary-bytes.ts";
