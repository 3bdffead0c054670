// A process that runs a translator in onnxruntime-web and nothing else; it is told what to do on standard input.
import { readFileSync } from "node:fs";
import { readTokenizer, type TextTokenizer } from "@bnnkit/runtime/text";
import { mostNearTies } from "../peers/near-ties.ts";
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
  const forced = saysTheSame
    ? await findNearTies(translator, tokenizer, request)
    : new Set(sentences);
  const answers = new Map(sentences.map((sentence, i) => [sentence, expected[i]]));
  let generatedTokens = 0;
  const translate = async (text: string, onToken: () => void): Promise<string> => {
    const answer = answers.get(text) ?? [];
    const tokens = await translator.translate(tokenizer.encode(text), {
      maximumLength: answer.length + 1,
      onToken,
      ...(forced.has(text) && { forced: answer }),
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

/** The sentences at which a near tie falls the other way than in the packed model.
 *  @throws Error when more than one in ten differ. */
async function findNearTies(
  translator: OnnxTranslator,
  tokenizer: TextTokenizer,
  { sentences, expected, layout }: OpenOnnx,
): Promise<ReadonlySet<string>> {
  const differing = new Map<string, string>();
  for (const [i, sentence] of sentences.entries()) {
    const wanted = [...expected[i], layout.end];
    const tokens = await translator.translate(tokenizer.encode(sentence), {
      maximumLength: wanted.length,
    });
    if (tokens.join() === wanted.join()) continue;
    const difference = `must be ${wanted.join(" ")} as the packed model says, got ${tokens.join(" ")}`;
    differing.set(sentence, `sentence ${i + 1}: its tokens ${difference}`);
  }
  if (differing.size > mostNearTies * sentences.length) {
    const [first] = differing.values();
    throw new Error(`${first} (${differing.size} of ${sentences.length} differ); not timed`);
  }
  return new Set(differing.keys());
}

await serveTranslator(open);
