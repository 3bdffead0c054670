export {
  type BackendReport,
  installTrainingBackend,
  type TrainingBackendOptions,
} from "./install-training-backend.ts";
