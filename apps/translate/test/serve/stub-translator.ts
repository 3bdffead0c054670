import { OverloadedError, WorkerDiedError } from "../../src/pool/pool-errors.ts";
import type { TextTranslator } from "../../src/pool/translation-pool.ts";

/** Translates by writing capitals, with as many alternatives as are wanted, numbered. Texts tell it what to do: "hang" until it
 *  is told to stop, "die", "overload" or "bug". */
export function stubTranslator(): TextTranslator {
  return {
    async translate(texts, { nBest, signal }) {
      if (texts.includes("die")) throw new WorkerDiedError("dead");
      if (texts.includes("overload")) throw new OverloadedError(7);
      if (texts.includes("bug")) throw new TypeError("x is not a function");
      if (texts.includes("hang")) {
        await new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason));
        });
      }
      return texts.map((source) => {
        const text = source.replace(/(?<![&<][^>]*)\p{Ll}+/gu, (word) => word.toUpperCase());
        const others = Array.from({ length: nBest - 1 }, (_, i) => `${text} (${i + 2})`);
        return { text, alternatives: [text, ...others], isReliable: true };
      });
    },
    load: {
      ...{ waitingRequests: 3, waitingCharacters: 40, workers: 2, readyWorkers: 2 },
      ...{ busyWorkers: 1, replacedWorkers: 5, translatedCharacters: 600 },
    },
  };
}
