/// <reference types="vite/client" />
import modelUrl from "@bnnkit/model-en-de/model.safetensors?url";
import tokenizerUrl from "@bnnkit/model-en-de/tokenizer.json?url";
import { loadTranslator, verify } from "@bnnkit/runtime";
import type { Answer, Question } from "./messages.ts";

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const [model, tokenizer] = await Promise.all([fetch(modelUrl), fetch(tokenizerUrl)]);
  const bytes = new Uint8Array(await model.arrayBuffer());
  const translator = await loadTranslator(bytes, await tokenizer.text());
  const { passed } = await verify(translator.session);
  const translations = await translator.translate(data.sentences);
  const answer: Answer = {
    translations: translations.map(({ text }) => text),
    kernels: translator.explain().map(({ kernel }) => kernel),
    verified: passed,
  };
  translator.dispose();
  self.postMessage(answer);
};
