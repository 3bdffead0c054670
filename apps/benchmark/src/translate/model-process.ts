// A process that loads and measures a translator and nothing else. It reads a `ModelRequest` from standard
// input and writes a `ModelMeasurement` to standard output, both as JSON.
import { readFileSync } from "node:fs";
import { createKernels } from "@bnnkit/kernels";
import { loadTranslator, type Translator, verify } from "@bnnkit/runtime";
import { measureTranslator, type TimedTranslator } from "./measure-translator.ts";
import type { ModelMeasurement, ModelRequest } from "./measured-process.ts";
import { peakMemoryBytes } from "./peak-memory.ts";

async function measureModel(request: ModelRequest): Promise<ModelMeasurement> {
  const { modelPath, tokenizerPath, ...options } = request;
  const tokenizerJson = readFileSync(tokenizerPath, "utf8");
  // Asked for by name: figures of a fallback would stand under the wrong one.
  using kernels = await createKernels({ isa: "wasm-simd128" });
  using translator = await loadTranslator(readFileSync(modelPath), tokenizerJson, { kernels });
  await checkTranslator(translator);
  const rows = await measureTranslator(timed(translator), {
    ...options,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const arenaPeakBytes = translator.statistics.peakBytes;
  return { rows, arenaPeakBytes, peakBytes: peakMemoryBytes() };
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

function timed(translator: Translator): TimedTranslator {
  const { session, tokenizer } = translator;
  return {
    get generatedTokens() {
      return translator.statistics.generatedTokens;
    },
    translate: (texts) => translator.translate(texts),
    stream: (text, onToken) => session.translateIds([tokenizer.encode(text)], { onToken }),
  };
}

try {
  const request: ModelRequest = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(await measureModel(request)));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
