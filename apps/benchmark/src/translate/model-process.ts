// A process that loads a packed translator and nothing else; it is told what to do on standard input.
import { readFileSync } from "node:fs";
import { loadTranslator, type Translator, verify } from "@bnnkit/runtime";
import { createThreads } from "../create-threads.ts";
import type { OpenPacked } from "./process-messages.ts";
import { type ServedTranslator, serveTranslator } from "./serve-translator.ts";

async function open(request: OpenPacked): Promise<ServedTranslator> {
  const { modelPath, tokenizerPath, sentences, threads } = request;
  const tokenizerJson = readFileSync(tokenizerPath, "utf8");
  // Figures of a fallback would stand under the wrong name.
  const kernels = await createThreads(undefined, threads);
  if (kernels.isa === "js") throw new Error(kernels.explain()[0].reason);
  const translator = await loadTranslator(readFileSync(modelPath), tokenizerJson, { kernels });
  await checkTranslator(translator);
  const { session, tokenizer } = translator;
  const expected: (readonly number[])[] = [];
  for (const sentence of sentences) {
    const [[hypothesis]] = await session.translateIds([tokenizer.encode(sentence)]);
    expected.push(hypothesis.tokens);
  }
  return {
    opened: { expected },
    get generatedTokens() {
      return translator.statistics.generatedTokens;
    },
    get arenaPeakBytes() {
      return translator.statistics.peakBytes;
    },
    translate: (texts) => translator.translate(texts),
    stream: (text, onToken) => session.translateIds([tokenizer.encode(text)], { onToken }),
  };
}

/** Compares the golden examples of the model file before anything is timed. */
async function checkTranslator({ session }: Translator): Promise<void> {
  const { passed, examples } = await verify(session);
  if (passed) return;
  const good = examples.filter((example) => example.passed).length;
  throw new Error(
    `the model file has ${examples.length} golden examples, of which ${good} came out right; not timed`,
  );
}

await serveTranslator(open);
