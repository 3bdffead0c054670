import type { Isa } from "@bnnkit/kernels";
import { createLanguageModel } from "@bnnkit/runtime";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";
import type { Arm } from "../arm.ts";
import { createThreads } from "../create-threads.ts";
import { bitnetCheckpoint } from "./bitnet-checkpoint.ts";
import type { DecoderLayerOperands } from "./decoder-layer-operands.ts";
import { decoderLayerScores } from "./expect-decoder-layer.ts";

/** Of the greatest score: what float32 may differ from float64, and a number on the edge of a step of int8 by. */
const tolerance = 1e-3;

/** The layer as a language model of one layer, read from a checkpoint and run by the runtime: a token in, scores of words out.
 *  @throws Error unless it gives the scores of plain loops, nearer than other arms have to. */
export async function prepareRuntime(
  name: string,
  isa: Isa,
  operands: DecoderLayerOperands,
  threads: number,
): Promise<Arm> {
  const { model } = await readCheckpoint(bitnetCheckpoint(operands), { maximumLength: 16 });
  const kernels = await createThreads(isa, threads);
  const layer = createLanguageModel(model, noTokenizer(operands.shape.words), kernels);
  let scores = await layer.scores([operands.token]);
  checkNear(name, scores, decoderLayerScores(operands));
  return {
    name,
    isAsynchronous: true,
    run: async () => {
      scores = await layer.scores([operands.token]);
    },
    result: () => scores,
    dispose: () => {
      layer.dispose();
      kernels.dispose();
    },
  };
}

function checkNear(name: string, scores: Float32Array, expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  for (const [word, value] of expected.entries()) {
    if (Math.abs(scores[word] - value) <= tolerance * largest) continue;
    throw new Error(`${name}: word ${word} must have the score ${value}, got ${scores[word]}`);
  }
}

/** Nobody reads letters here. */
function noTokenizer(vocabularySize: number) {
  return {
    vocabularySize,
    encode: () => [],
    decode: () => "",
    idOf: () => undefined,
    spellingOf: () => undefined,
  };
}
