/**
 * Language models of floats made of few bits after training, by calibration texts; without TensorFlow.js.
 *
 * @module @bnnkit/transformer/post-training
 */

export {
  type BinarizedLanguageModel,
  type BinarizedLayer,
  type BinarizeLanguageModelOptions,
  binarizeLanguageModel,
} from "./binarize-language-model.ts";
export type { BinarizationMethod } from "./methods.ts";
