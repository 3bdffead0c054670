import { wordsPerRow } from "@bnnkit/core";
import { createKernels, type Isa, TapeBuilder } from "@bnnkit/kernels";
import { copyFloats, copyWords } from "../arena-copy.ts";
import type { Arm } from "../arm.ts";
import type { PackingOperands } from "./packing-operands.ts";

/** Signs only, or with the largest magnitude of each row, which a layer scales by. */
export type PackingKind = "signs" | "token-maximum";

/** The kernels that pack the signs of floats. */
export async function prepareKernelPacking(
  name: string,
  { isa, kind }: { readonly isa: Isa; readonly kind: PackingKind },
  { shape, x: values }: PackingOperands,
): Promise<Arm> {
  const { features } = shape;
  const words = shape.rows * wordsPerRow(features);
  const kernels = await createKernels({ isa });
  const x = copyFloats(kernels, values);
  const rows = copyWords(kernels, [shape.rows]);
  const bits = kernels.allocate(4 * words);
  const rowScales = kernels.allocate(4 * shape.rows);
  const builder = new TapeBuilder(kernels);
  const tape =
    kind === "signs"
      ? builder.signPackShift({ x, rows, features, bits }).build()
      : builder.signPackTokenMaximum({ x, rows, features, bits, rowScales }).build();
  return {
    name,
    run: () => kernels.run(tape),
    result: () => kernels.uint32(bits, words),
    dispose: () => kernels.dispose(),
  };
}
