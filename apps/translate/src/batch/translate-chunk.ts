import { oneLine } from "../one-line.ts";
import { WorkerDiedError } from "../pool/pool-errors.ts";
import type { TextTranslator } from "../pool/translation-pool.ts";

/** What becomes of the lines of a chunk: one line each, as the command line without options writes it. */
export interface ChunkResult {
  readonly translations: readonly string[];
  readonly unreliable: number;
}

/** How often a chunk is tried whose thread dies. */
const tries = 3;

/** Translates lines on threads of this process; those whose thread dies once more.
 *  @throws WorkerDiedError if it dies each time. */
export async function translateChunk(
  translator: TextTranslator,
  lines: readonly string[],
  beamSize: number,
  signal?: AbortSignal,
): Promise<ChunkResult> {
  for (let left = tries - 1; ; left--) {
    try {
      const translated = await translator.translate(lines, { beamSize, nBest: 1, signal });
      return {
        translations: translated.map(({ text }) => oneLine(text)),
        unreliable: translated.filter(({ isReliable }) => !isReliable).length,
      };
    } catch (error) {
      if (!(error instanceof WorkerDiedError) || left === 0) throw error;
    }
  }
}
