import { type LanguageModel, loadClassifier, loadLanguageModel } from "@bnnkit/runtime";
import {
  blobOf,
  errorOf,
  runTextModels,
  type TextAnswer,
  type TextQuestion,
} from "./run-text-models.ts";

/** Files of models as plain numbers, which a test can hand to a page, and what to ask them. */
export interface Question {
  readonly threads: number;
  readonly classifier: readonly number[];
  readonly pixels: readonly number[];
  readonly languageModel: readonly number[];
  readonly tokenizer: string;
  readonly prompts: readonly string[];
  readonly encoders: TextQuestion;
}

/** What the models said, loaded, asked, stopped and disposed. */
export interface Answer {
  readonly classes: readonly number[];
  /** In all pieces as they came, the texts of the prompts, and in one call without pieces. */
  readonly streamed: readonly string[];
  readonly texts: readonly string[];
  readonly tokens: readonly (readonly number[])[];
  readonly threads: string;
  /** Pieces until a signal stopped it, and what it was stopped with. */
  readonly stopped: { readonly pieces: number; readonly error: string };
  readonly refused: { readonly signal: string; readonly other: string };
  readonly disposed: { readonly classifier: string; readonly languageModel: string };
  readonly encoders: TextAnswer;
}

const sampling = { maximumTokens: 8, temperature: 1.3, topK: 12, topP: 0.9, seed: 77 };

/** Loads the models from Blobs, as a page that got files does. */
export async function runModels(question: Question): Promise<Answer> {
  const { threads, prompts, tokenizer } = question;
  const [images, language] = [blobOf(question.classifier), blobOf(question.languageModel)];
  const classifier = await loadClassifier(images, { threads });
  const pixels = Uint8Array.from(question.pixels);
  const classes = (await classifier.classify(pixels)).map((result) => result.class);
  const reason = classifier.explain()[0].reason;
  classifier.dispose();

  const model = await loadLanguageModel(language, tokenizer, { threads });
  const streamed = prompts.map(() => "");
  const all = await model.generate(prompts, {
    ...sampling,
    onText: ({ index, text }) => {
      streamed[index] += text;
    },
  });
  const stopped = await stopAtFirstPiece(model, prompts[0]);
  model.dispose();

  const signal = AbortSignal.abort(new Error("not wanted"));
  return {
    classes,
    streamed,
    texts: all.map(({ text }) => text),
    tokens: all.map(({ tokens }) => tokens),
    threads: reason,
    stopped,
    refused: {
      signal: await errorOf(loadLanguageModel(language, tokenizer, { threads, signal })),
      other: await errorOf(loadClassifier(language, { threads })),
    },
    disposed: {
      classifier: await errorOf(classifier.classify(pixels)),
      languageModel: await errorOf(model.generate(prompts[0])),
    },
    encoders: await runTextModels(question.encoders, threads),
  };
}

async function stopAtFirstPiece(model: LanguageModel, prompt: string): Promise<Answer["stopped"]> {
  const controller = new AbortController();
  let pieces = 0;
  const onText = () => {
    pieces++;
    controller.abort(new Error("enough"));
  };
  const { signal } = controller;
  const error = await errorOf(model.generate(prompt, { ...sampling, onText, signal }));
  return { pieces, error };
}
