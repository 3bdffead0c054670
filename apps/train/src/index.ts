export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate/evaluate.ts";
export {
  type BytePairOptions,
  type BytePairs,
  trainBytePairs,
} from "./tokenizer/byte-pair-encoding.ts";
export {
  baseVocabularySize,
  formatTokenizerFile,
  specialTokens,
} from "./tokenizer/tokenizer-file.ts";
export { countWords } from "./tokenizer/word-counts.ts";
