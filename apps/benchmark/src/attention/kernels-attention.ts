import { packBipolar } from "@bnnkit/core";
import { createKernels, type Isa, type Kernels, TapeBuilder } from "@bnnkit/kernels";
import { copyFloats, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import type { BitAttentionOperands } from "./bit-attention-operands.ts";

/** Queries and keys as bits. */
export async function prepareBitAttention(
  name: string,
  isa: Isa,
  operands: BitAttentionOperands,
): Promise<Arm> {
  const { shape, q, k, v } = operands;
  const kernels = await createKernels({ isa });
  const features = shape.heads * shape.headFeatures;
  const shared = sharedOperands(kernels, operands);
  const tape = new TapeBuilder(kernels).bitAttention({
    ...shared,
    q: copyWords(kernels, packBipolar(q, shape.rows, features).words),
    k: copyWords(kernels, packBipolar(k, shape.keys, features).words),
    v: copyFloats(kernels, v),
  });
  return armOf(name, kernels, tape, shared.out, q.length);
}

/** The same queries and keys as floats: what attention costs that knows nothing of bits. */
export async function prepareFloatAttention(
  name: string,
  isa: Isa,
  operands: BitAttentionOperands,
): Promise<Arm> {
  const { q, k, v } = operands;
  const kernels = await createKernels({ isa });
  const shared = sharedOperands(kernels, operands);
  const tape = new TapeBuilder(kernels).attention({
    ...shared,
    q: copyFloats(kernels, Float32Array.from(q)),
    k: copyFloats(kernels, Float32Array.from(k)),
    v: copyFloats(kernels, v),
  });
  return armOf(name, kernels, tape, shared.out, q.length);
}

function sharedOperands(kernels: Kernels, { shape, q }: BitAttentionOperands) {
  const { rows, heads, headFeatures, keys } = shape;
  return {
    rows: copyWords(kernels, [rows]),
    ...{ heads, headFeatures, maximumKeys: keys },
    keyStart: copyWords(kernels, new Int32Array(rows)),
    keyCount: copyWords(kernels, new Int32Array(rows).fill(keys)),
    out: kernels.allocate(4 * q.length),
  };
}

function armOf(
  name: string,
  kernels: Kernels,
  builder: TapeBuilder,
  out: number,
  length: number,
): Arm {
  const tape = builder.build();
  return {
    name,
    run: () => kernels.run(tape),
    result: () => kernels.float32(out, length),
    dispose: () => kernels.dispose(),
  };
}
