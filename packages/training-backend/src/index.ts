/**
 * Makes the wasm backend of TensorFlow.js fit for training: the kernels and gradients that it lacks, and faster products.
 *
 * @module @bnnkit/training-backend
 */

export {
  type BackendReport,
  installTrainingBackend,
  type TrainingBackendOptions,
} from "./install-training-backend.ts";
