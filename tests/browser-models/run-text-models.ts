import { loadMaskedLanguageModel, loadTextClassifier } from "@bnnkit/runtime";

/** Files of two encoders of texts as plain numbers, and what to ask them. */
export interface TextQuestion {
  readonly classifier: readonly number[];
  readonly masked: readonly number[];
  readonly tokenizer: string;
  readonly texts: readonly string[];
  /** Each with a mask. */
  readonly gaps: readonly string[];
}

/** What the encoders said of all texts at once, and whether each text alone got the same. */
export interface TextAnswer {
  readonly classes: readonly number[];
  readonly scores: readonly number[];
  readonly filled: readonly string[];
  readonly probabilities: readonly number[];
  readonly sameAlone: boolean;
  readonly refused: readonly string[];
}

/** Loads both encoders from Blobs, as a page that got files does. */
export async function runTextModels(question: TextQuestion, threads: number): Promise<TextAnswer> {
  const { tokenizer, texts, gaps } = question;
  const masked = blobOf(question.masked);
  const classifier = await loadTextClassifier(blobOf(question.classifier), tokenizer, { threads });
  const model = await loadMaskedLanguageModel(masked, tokenizer, { threads });
  const results = await classifier.classify(texts);
  const filled = await model.fill(gaps);
  const alone = {
    results: await Promise.all(texts.map((text) => classifier.classify(text))),
    filled: await Promise.all(gaps.map((gap) => model.fill(gap))),
  };
  const signal = AbortSignal.abort(new Error("not wanted"));
  const refused = [
    await errorOf(model.fill(gaps, { signal })),
    await errorOf(model.fill("w4 w5")),
    await errorOf(loadTextClassifier(masked, tokenizer, { threads })),
  ];
  classifier.dispose();
  model.dispose();
  refused.push(await errorOf(model.fill(gaps)), await errorOf(classifier.classify(texts)));
  return {
    classes: results.map((result) => result.class),
    scores: results.map(({ score }) => score),
    filled: filled.map(({ text }) => text),
    probabilities: filled.flatMap(({ masks }) => masks.flat()).map((one) => one.probability),
    sameAlone: JSON.stringify(alone) === JSON.stringify({ results, filled }),
    refused,
  };
}

/** A file of such bytes. */
export function blobOf(bytes: readonly number[]): Blob {
  return new Blob([Uint8Array.from(bytes)]);
}

/** What work fails with, as text. */
export async function errorOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => "none", String);
}
