import { wordsPerRow } from "@bnnkit/core";
import { createKernels, type Isa, type Kernels, TapeBuilder } from "@bnnkit/kernels";
import { copyFloats, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import type { PackingOperands } from "./packing-operands.ts";

/** Signs only; after a shift (of zeros); with the largest magnitude of each row, which a layer scales by; of int8. */
export type PackingKind = "signs" | "shift" | "token-maximum" | "int8";

/** The kernels that pack signs. */
export async function prepareKernelPacking(
  name: string,
  { isa, kind }: { readonly isa: Isa; readonly kind: PackingKind },
  { shape, x: values }: PackingOperands,
): Promise<Arm> {
  const { features } = shape;
  const words = shape.rows * wordsPerRow(features);
  const kernels = await createKernels({ isa });
  const rows = copyWords(kernels, [shape.rows]);
  const x = kind === "int8" ? copyInt8(kernels, values) : copyFloats(kernels, values);
  const bits = kernels.allocate(4 * words);
  const rowScales = kernels.allocate(4 * shape.rows);
  const operands = { x, rows, features, bits };
  const tape = new TapeBuilder(kernels);
  if (kind === "signs") tape.signPackShift(operands);
  else if (kind === "int8") tape.signPackInt8(operands);
  else if (kind === "token-maximum") tape.signPackTokenMaximum({ ...operands, rowScales });
  else {
    tape.signPackShift({ ...operands, shift: copyFloats(kernels, new Float32Array(features)) });
  }
  const built = tape.build();
  return {
    name,
    run: () => kernels.run(built),
    result: () => kernels.uint32(bits, words),
    dispose: () => kernels.dispose(),
  };
}

/** The operands are whole numbers below 31, so that int8 holds them. */
function copyInt8(kernels: Kernels, values: Float32Array): number {
  const offset = kernels.allocate(values.length);
  kernels.int8(offset, values.length).set(values);
  return offset;
}
