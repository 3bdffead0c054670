import { packBipolar } from "@bnnkit/core";
import { createKernels, TapeBuilder, type WorkerUrl } from "@bnnkit/kernels";
import { bgemm } from "@bnnkit/kernels/direct";

/** What kernels with some number of threads say and compute. */
export interface Multiplied {
  readonly threads: number;
  readonly reason: string;
  /** Of every product, the sum of the elements weighted by their place modulo 97. */
  readonly digests: readonly number[];
  readonly error: string;
}

const REPEATS = 20;

/** Multiplies the same matrices often, with pauses in which helpers fall asleep, then stops at NaN. */
export async function multiplyOften(threads: number, workerUrl?: WorkerUrl): Promise<Multiplied> {
  const kernels = await createKernels({ threads, ...(workerUrl !== undefined && { workerUrl }) });
  const a = packBipolar(signs(90 * 700, 7), 90, 700);
  const b = packBipolar(signs(1000 * 700, 13), 1000, 700);
  const digests: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const product = bgemm(a, b, kernels);
    digests.push(product.reduce((sum, y, i) => sum + (i % 97) * y, 0));
    if (repeat % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { reason } = kernels.explain()[0];
  const [rows, size] = [400, 300];
  const logits = kernels.allocate(4 * rows * size);
  kernels.float32(logits, rows * size).fill(1)[311 * size] = Number.NaN;
  const count = kernels.allocate(4);
  kernels.int32(count, 1)[0] = rows;
  const [outIds, outLogProbabilities] = [kernels.allocate(4 * rows), kernels.allocate(4 * rows)];
  const tape = new TapeBuilder(kernels)
    .logSoftmaxTopK({
      logits,
      rows: count,
      vocabularySize: size,
      k: 1,
      outIds,
      outLogProbabilities,
    })
    .build();
  const error = messageOf(() => kernels.run(tape));
  kernels.dispose();
  return { threads: kernels.threads, reason, digests, error };
}

function messageOf(run: () => void): string {
  try {
    run();
    return "none";
  } catch (error) {
    return String(error);
  }
}

function signs(length: number, factor: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => ((i * i * factor + i) % 11 < 5 ? -1 : 1));
}
