import type { Arena } from "../memory/arena.ts";
import { offsetIn } from "../memory/offset-in.ts";
import type { SearchEvent } from "../search/search-step.ts";
import { createDecoderStep } from "./create-decoder-step.ts";
import type { CrossAttention } from "./cross-attention.ts";
import type { EncodedBatch } from "./encode-batch.ts";
import type { Program } from "./program.ts";

/** Has the decoder read given targets and yields after every step; returns for each sentence of the batch where it looked:
 *  float32 [target tokens, source tokens], row t the mean over all heads of softmax(q·kᵀ/√d) in the step that gives token t. */
export function* alignBatch(
  program: Program,
  encoded: EncodedBatch,
  { begin, targets }: { readonly begin: number; readonly targets: readonly (readonly number[])[] },
  arena: Arena,
): Generator<SearchEvent, readonly Float32Array[]> {
  const { kernels, allocate } = arena;
  const { crossAttentions } = program;
  const rows = targets.length;
  const steps = Math.max(1, ...targets.map(({ length }) => length));
  // Queries are read after the step: nothing may lie in their place then.
  const queries = crossAttentions.map(
    ({ queries }) => [queries, allocate(rows * queries.bytesPerRow)] as const,
  );
  const offsets = new Map([...encoded.offsets, ...queries]);
  const step = createDecoderStep(program, { ...encoded, offsets }, { rows, steps, k: 1 }, arena);
  const looked = targets.map(
    ({ length }, sentence) => new Float32Array(length * encoded.lengths[sentence]),
  );
  const floats = (offset: number, length: number) => kernels.float32(offset, length);
  let live = targets.flatMap(({ length }, sentence) => (length > 0 ? [sentence] : []));
  let parents: readonly number[] = live;
  for (let t = 0; live.length > 0; t++) {
    step(
      parents,
      live.map((sentence) => (t === 0 ? begin : targets[sentence][t - 1])),
    );
    live.forEach((sentence, row) => {
      const sourceLength = encoded.lengths[sentence];
      const out = looked[sentence].subarray(t * sourceLength, (t + 1) * sourceLength);
      for (const attention of crossAttentions) {
        const { queries, keys } = attention;
        const keyStart = encoded.starts[sentence] * keys.bytesPerRow;
        addProbabilities(
          out,
          floats(offsetIn(offsets, queries) + row * queries.bytesPerRow, queries.bytesPerRow / 4),
          floats(offsetIn(offsets, keys) + keyStart, (sourceLength * keys.bytesPerRow) / 4),
          attention,
        );
      }
      const heads = crossAttentions.reduce((sum, attention) => sum + attention.heads, 0);
      for (let i = 0; i < sourceLength; i++) out[i] /= heads;
    });
    const going = live.flatMap((sentence, row) => (t + 1 < targets[sentence].length ? [row] : []));
    const finished = live.filter((sentence) => t + 1 >= targets[sentence].length);
    const computed = live.length;
    live = going.map((row) => live[row]);
    parents = going;
    yield { rows: computed, finished };
  }
  return looked;
}

/** Adds each head's probabilities of the keys to `out`. */
function addProbabilities(
  out: Float32Array,
  query: Float32Array,
  keys: Float32Array,
  { heads }: CrossAttention,
): void {
  const headFeatures = query.length / heads;
  const keyFeatures = keys.length / out.length;
  const keyHeads = keyFeatures / headFeatures;
  const scale = 1 / Math.sqrt(headFeatures);
  const scores = new Float64Array(out.length);
  for (let head = 0; head < heads; head++) {
    const firstFeature = head * headFeatures;
    const firstKey = Math.floor((head * keyHeads) / heads) * headFeatures;
    let largest = Number.NEGATIVE_INFINITY;
    for (let key = 0; key < out.length; key++) {
      let sum = 0;
      const at = key * keyFeatures + firstKey;
      for (let i = 0; i < headFeatures; i++) sum += query[firstFeature + i] * keys[at + i];
      scores[key] = sum * scale;
      largest = Math.max(largest, scores[key]);
    }
    let total = 0;
    for (let key = 0; key < out.length; key++) {
      scores[key] = Math.exp(scores[key] - largest);
      total += scores[key];
    }
    for (let key = 0; key < out.length; key++) out[key] += scores[key] / total;
  }
}
