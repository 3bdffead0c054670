import { createKernels, type Isa, type Kernels } from "@bnnkit/kernels";
import { createRandom } from "@bnnkit/testing";
import { afterEach } from "vitest";
import type { Hypothesis } from "../src/search/hypothesis.ts";
import {
  createTranslationSession,
  type TranslationSession,
} from "../src/translate/translation-session.ts";
import { type TinyModel, type TinyModelOptions, tinyModel } from "./tiny-model.ts";

export interface OpenSession {
  readonly model: TinyModel;
  readonly kernels: Kernels;
  readonly session: TranslationSession;
}

const opened: OpenSession[] = [];

afterEach(() => {
  for (const { session, kernels } of opened.splice(0)) {
    session.dispose();
    kernels.dispose();
  }
});

/** A session of a tiny model on kernels of its own; both are disposed of after the test. */
export async function openSession(
  options: TinyModelOptions = {},
  isa: Isa = "wasm-simd128",
): Promise<OpenSession> {
  const model = tinyModel(options);
  const kernels = await createKernels({ isa });
  const session = createTranslationSession(model, kernels);
  const open = { model, kernels, session };
  opened.push(open);
  return open;
}

/** Sentences of the given lengths with ids that are no special tokens. */
export function randomSources(
  vocabularySize: number,
  lengths = [1, 2, 3, 5, 7, 11, 13],
): number[][] {
  const random = createRandom(7);
  return lengths.map((length) =>
    Array.from({ length }, () => random.integer(3, vocabularySize - 1)),
  );
}

/** What a hypothesis generated, the end token included. */
export function generatedIds({ tokens, isComplete }: Hypothesis): readonly number[] {
  return isComplete ? [...tokens, 2] : tokens;
}
