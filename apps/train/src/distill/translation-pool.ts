import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { TranslatedChunk, TranslationWorkerData } from "./translation-worker.ts";

/** Node 20 cannot run TypeScript: workers load the built file, also when this file runs as source. */
const workerFile = import.meta.url.endsWith(".ts")
  ? "../../dist/distill/translation-worker.js"
  : "./translation-worker.js";

export interface TranslationPoolOptions extends TranslationWorkerData {
  readonly workers: number;
}

/** Translators in worker threads. A sentence's translation does not depend on the others, so neither the number of
 *  workers nor the cut into chunks changes a result. */
export class TranslationPool {
  readonly #workers: readonly Worker[];

  constructor({ workers, model, tokenizerJson, beamSize }: TranslationPoolOptions) {
    const workerData: TranslationWorkerData = { model, tokenizerJson, beamSize };
    this.#workers = Array.from(
      { length: workers },
      // The parent's loaders and conditions are not for built files.
      () => new Worker(new URL(workerFile, import.meta.url), { workerData, execArgv: [] }),
    );
  }

  /** Translates chunks, as many at a time as there are workers, and yields their translations in order.
   *  @throws Error if a worker fails or ends. */
  async *translate(
    chunks: readonly (readonly string[])[],
  ): AsyncGenerator<readonly (string | undefined)[]> {
    const size = this.#workers.length;
    const begin = (index: number): Promise<readonly (string | undefined)[]> | undefined => {
      if (index >= chunks.length) return undefined;
      const answer = ask(this.#workers[index % size], chunks[index]);
      // Whoever stops early never awaits the chunks that are under way.
      answer.catch(() => undefined);
      return answer;
    };
    const running = Array.from({ length: size }, (_, index) => begin(index));
    for (let index = 0; index < chunks.length; index++) {
      const translations = await running[index % size];
      running[index % size] = begin(index + size);
      yield translations ?? [];
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

async function ask(
  worker: Worker,
  sources: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const control = new AbortController();
  const answer: Promise<TranslatedChunk> = once(worker, "message", control).then(
    ([chunk]) => chunk,
  );
  const end: Promise<never> = once(worker, "exit", control).then(([code]) => {
    throw new Error(`distill: a translating worker ended with code ${code}`);
  });
  worker.postMessage(sources);
  try {
    return (await Promise.race([answer, end])).translations;
  } finally {
    control.abort();
    await Promise.allSettled([answer, end]);
  }
}
