// A process that runs a translator in onnxruntime-web and nothing else; it is told what to do on standard input.
import { readFileSync } from "node:fs";
import { readTokenizer, type TextTokenizer } from "@bnnkit/runtime/text";
import { loadOnnxruntimeWeb } from "../peers/onnxruntime.ts";
import { OnnxTranslator } from "./onnx/onnx-translator.ts";
import type { OpenOnnx } from "./process-messages.ts";
import { type ServedTranslator, serveTranslator } from "./serve-translator.ts";

async function open(request: OpenOnnx): Promise<ServedTranslator> {
  const { sentences, expected, layout, saysTheSame } = request;
  const tokenizer = readTokenizer(readFileSync(request.tokenizerPath, "utf8"));
  const translator = await OnnxTranslator.open(await loadOnnxruntimeWeb(1), {
    encoder: readFileSync(request.encoderPath),
    step: readFileSync(request.stepPath),
    layout,
  });
  if (saysTheSame) await checkTokens(translator, tokenizer, request);
  const answers = new Map(sentences.map((sentence, i) => [sentence, expected[i]]));
  let generatedTokens = 0;
  const translate = async (text: string, onToken: () => void): Promise<string> => {
    const answer = answers.get(text) ?? [];
    const tokens = await translator.translate(tokenizer.encode(text), {
      maximumLength: answer.length + 1,
      onToken,
      ...(!saysTheSame && { forced: answer }),
    });
    generatedTokens += tokens.length;
    return tokenizer.decode(tokens.filter((token) => token !== layout.end));
  };
  return {
    opened: {},
    get generatedTokens() {
      return generatedTokens;
    },
    arenaPeakBytes: 0,
    translate: async (texts) => {
      for (const text of texts) await translate(text, () => undefined);
    },
    stream: translate,
  };
}

async function checkTokens(
  translator: OnnxTranslator,
  tokenizer: TextTokenizer,
  { sentences, expected, layout }: OpenOnnx,
): Promise<void> {
  for (const [i, sentence] of sentences.entries()) {
    const wanted = [...expected[i], layout.end];
    const tokens = await translator.translate(tokenizer.encode(sentence), {
      maximumLength: wanted.length,
    });
    if (tokens.join() === wanted.join()) continue;
    throw new Error(
      `sentence ${i + 1}: its tokens must be ${wanted.join(" ")} as the packed model says, got ${tokens.join(" ")}; not timed`,
    );
  }
}

await serveTranslator(open);
