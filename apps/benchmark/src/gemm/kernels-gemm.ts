import { type Isa, packByteLanes, TapeBuilder } from "@bnnkit/kernels";
import { copyFloats, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import { createThreads } from "../create-threads.ts";
import type { GemmOperands } from "./gemm-operands.ts";

/** Bits in, int32 out: the bare product. */
export async function prepareBits(
  name: string,
  isa: Isa,
  { shape: { m, n, k }, packedA, packedB }: GemmOperands,
  threads: number,
): Promise<Arm> {
  const kernels = await createThreads(isa, threads);
  const out = kernels.allocate(4 * m * n);
  const tape = new TapeBuilder(kernels)
    .bgemmInt32({
      bits: copyWords(kernels, packedA.words),
      weights: copyWords(kernels, packByteLanes(packedB)),
      rows: copyWords(kernels, [m]),
      outFeatures: n,
      inFeatures: k,
      out,
    })
    .build();
  return {
    name,
    run: () => kernels.run(tape),
    result: () => kernels.int32(out, m * n),
    dispose: () => kernels.dispose(),
  };
}

/**
 * Floats in, floats out, as a layer of the packed Transformer does it: find the largest magnitude of each row, pack
 * the signs, multiply, scale.
 *
 * The activations are ±(1 − 2⁻²³), so the row scale, (max|x| + 2⁻²³)/2, is exactly ½; with column scales of 2 the
 * floats that come out are the integers of the bare product.
 */
export async function prepareFloats(
  name: string,
  isa: Isa,
  { shape: { m, n, k }, a, packedA, packedB }: GemmOperands,
  threads: number,
): Promise<Arm> {
  const kernels = await createThreads(isa, threads);
  const x = copyFloats(
    kernels,
    Float32Array.from(a, (sign) => sign * (1 - 2 ** -23)),
  );
  const columnScales = copyFloats(kernels, new Float32Array(n).fill(2));
  const weights = copyWords(kernels, packByteLanes(packedB));
  const rows = copyWords(kernels, [m]);
  const bits = kernels.allocate(4 * m * packedA.wordsPerRow);
  const rowScales = kernels.allocate(4 * m);
  const out = kernels.allocate(4 * m * n);
  const tape = new TapeBuilder(kernels)
    .signPackTokenMaximum({ x, rows, features: k, bits, rowScales })
    .bgemm({ bits, weights, rows, outFeatures: n, inFeatures: k, rowScales, columnScales, out })
    .build();
  return {
    name,
    run: () => kernels.run(tape),
    result: () => kernels.float32(out, m * n),
    dispose: () => kernels.dispose(),
  };
}
