import { codeOf, planeCodeOf } from "@bnnkit/core";
import {
  createKernels,
  float32TableBytes,
  type Isa,
  int8TableBytes,
  type Kernels,
  packLanes,
  packTableLanes,
  TapeBuilder,
} from "@bnnkit/kernels";
import { copyBytes, copyFloats, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import type { LowBitOperands } from "./low-bit-operands.ts";

/** int8 in, int32 out, exact: the tables of the activations are made within the time, those of weights do not exist. */
export async function prepareInt8Tables(
  name: string,
  isa: Isa,
  { shape: { m, n, k }, a, packedB }: LowBitOperands,
): Promise<Arm> {
  const kernels = await createKernels({ isa });
  const product = tableProduct(kernels, { shape: { m, n, k }, packedB }, m * int8TableBytes(k));
  const tape = new TapeBuilder(kernels)
    .tabulateInt8({ ...product, codes: copyBytes(kernels, a), features: k })
    .tableGemmInt32(product)
    .build();
  return tapeArm(
    name,
    kernels,
    () => kernels.run(tape),
    () => kernels.int32(product.out, m * n),
  );
}

/** float32 in, float32 out: rows are rounded to 23 bits and tabulated within the time. */
export async function prepareFloat32Tables(
  name: string,
  isa: Isa,
  { shape: { m, n, k }, a, packedB }: LowBitOperands,
): Promise<Arm> {
  const kernels = await createKernels({ isa });
  const product = tableProduct(kernels, { shape: { m, n, k }, packedB }, m * float32TableBytes(k));
  const tape = new TapeBuilder(kernels)
    .tabulateFloat32({ ...product, x: copyFloats(kernels, Float32Array.from(a)), features: k })
    .tableGemmFloat32({
      ...product,
      columnScales: copyFloats(kernels, new Float32Array(n).fill(1)),
    })
    .build();
  return tapeArm(
    name,
    kernels,
    () => kernels.run(tape),
    () => kernels.float32(product.out, m * n),
  );
}

/** float32 in, float32 out: floats are added or subtracted as the signs say, without tables. */
export async function prepareSignWeights(
  name: string,
  isa: Isa,
  { shape: { m, n, k }, a, packedB }: LowBitOperands,
): Promise<Arm> {
  if (packedB.kind !== "bipolar") throw new TypeError(`${name}: the weights must be ±1`);
  const kernels = await createKernels({ isa });
  const out = kernels.allocate(4 * m * n);
  const tape = new TapeBuilder(kernels)
    .signWeightGemm({
      x: copyFloats(kernels, Float32Array.from(a)),
      weights: copyWords(kernels, packLanes(packedB)),
      rows: copyWords(kernels, [m]),
      columnScales: copyFloats(kernels, new Float32Array(n).fill(1)),
      outFeatures: n,
      inFeatures: k,
      out,
    })
    .build();
  return tapeArm(
    name,
    kernels,
    () => kernels.run(tape),
    () => kernels.float32(out, m * n),
  );
}

/** Operands of a product with tables, which are not made yet. */
function tableProduct(
  kernels: Kernels,
  { shape: { m, n, k }, packedB }: Pick<LowBitOperands, "shape" | "packedB">,
  tableBytes: number,
) {
  return {
    tables: kernels.allocate(tableBytes),
    weights: copyBytes(kernels, packTableLanes(packedB)),
    code: planeCodeOf(codeOf(packedB)),
    rows: copyWords(kernels, [m]),
    outFeatures: n,
    inFeatures: k,
    out: kernels.allocate(4 * m * n),
  };
}

function tapeArm(
  name: string,
  kernels: Kernels,
  run: () => void,
  result: () => ArrayLike<number>,
): Arm {
  return { name, run, result, dispose: () => kernels.dispose() };
}
