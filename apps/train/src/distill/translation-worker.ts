import { parentPort, workerData } from "node:worker_threads";
import { loadTranslator } from "@bnnkit/runtime";

/** What a worker is started with. */
export interface TranslationWorkerData {
  readonly model: Uint8Array;
  readonly tokenizerJson: string;
  readonly beamSize: number;
}

/** A worker's answer. */
export interface TranslatedChunk {
  /** For each source its translation; undefined where it did not come to an end. */
  readonly translations: readonly (string | undefined)[];
}

const { model, tokenizerJson, beamSize }: TranslationWorkerData = workerData;
const translator = await loadTranslator(model, tokenizerJson);
parentPort?.on("message", async (sources: readonly string[]) => {
  const results = await translator.translate(sources, { beamSize });
  const translations = results.map(({ text, pieces }) =>
    pieces.every(({ isComplete }) => isComplete) ? text.replace(/\s+/g, " ").trim() : undefined,
  );
  parentPort?.postMessage({ translations } satisfies TranslatedChunk);
});
