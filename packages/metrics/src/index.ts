export { accuracy, topKAccuracy } from "./accuracy.ts";
export { type BleuOptions, type BleuResult, bleu } from "./bleu.ts";
export { type ChrfOptions, type ChrfResult, chrf } from "./chrf.ts";
export type { References } from "./corpus.ts";
export { flipRatio } from "./flip-ratio.ts";
export { tokenize13a } from "./tokenizer-13a.ts";
