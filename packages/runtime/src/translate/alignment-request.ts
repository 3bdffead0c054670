import type { PlatformAbortSignal } from "@bnnkit/core";
import { alignBatch } from "../decode/align-batch.ts";
import { drive, turnEventLoop } from "../decode/drive.ts";
import { encodeBatch } from "../decode/encode-batch.ts";
import { openArena } from "../memory/arena.ts";
import { openRegion } from "../memory/region.ts";
import { planBatches } from "./batches.ts";
import type { RequestContext } from "./request.ts";

/** One call of `alignIds`, with its arguments checked and its arrays its own. */
export interface AlignmentRequest {
  readonly sources: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly signal?: PlatformAbortSignal | undefined;
}

/** Source tokens that are aligned at once. */
const batchTokens = 512;

/** Aligns pairs batch by batch; each batch gives its memory back before the next. */
export async function runAlignment(
  context: RequestContext,
  { sources, targets, signal }: AlignmentRequest,
): Promise<readonly Float32Array[]> {
  const results: Float32Array[] = sources.map(() => new Float32Array(0));
  const filled = sources.flatMap(({ length }, i) =>
    length > 0 && targets[i].length > 0 ? [i] : [],
  );
  const lengths = filled.map((index) => sources[index].length);
  for (const batch of planBatches(lengths, { batchTokens, beamSize: 1, keepOrder: false })) {
    const pairs = batch.map((i) => filled[i]);
    const looked = await alignPairs(context, {
      sources: pairs.map((pair) => sources[pair]),
      targets: pairs.map((pair) => targets[pair]),
      signal,
    });
    for (const [i, pair] of pairs.entries()) results[pair] = looked[i];
    await turnEventLoop();
  }
  return results;
}

async function alignPairs(
  { kernels, program, tokens, meter, checkOpen }: RequestContext,
  { sources, targets, signal }: AlignmentRequest,
): Promise<readonly Float32Array[]> {
  signal?.throwIfAborted();
  checkOpen();
  const close = openRegion(kernels);
  const arena = openArena(kernels, "align");
  try {
    const encoded = encodeBatch(program, sources, arena);
    const { begin } = tokens;
    return await drive(alignBatch(program, encoded, { begin, targets }, arena), {
      signal,
      onEvent: checkOpen,
    });
  } finally {
    meter.countBytes(arena.peakBytes());
    meter.countOperations(arena.operations);
    close();
  }
}
