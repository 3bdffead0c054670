import type { BipolarMatrix } from "@bnnkit/core";
import type { Arm } from "../arm.ts";
import { buildNative, type NativeBuild, NativeProduct } from "../peers/native-program.ts";
import type { GemmOperands } from "./gemm-operands.ts";

const withoutVectors: Readonly<Record<string, readonly string[]>> = {
  gcc: ["-fno-tree-vectorize"],
  clang: ["-fno-vectorize", "-fno-slp-vectorize"],
};

/** How the loop over 64-bit words is built. */
export function popcntBuild(compiler: "gcc" | "clang"): NativeBuild {
  const flags = ["-O3", "-msse4.2", "-mpopcnt", "-funroll-loops", ...withoutVectors[compiler]];
  return { source: "popcnt-product.c", compiler, flags };
}

/** How the loop over vectors of 512 bits is built. */
export const vpopcntBuild: NativeBuild = {
  source: "vpopcnt-product.c",
  compiler: "gcc",
  flags: ["-O3", "-mavx512f", "-mavx512vpopcntdq"],
};

/** A C program of ours in a process of its own, which times itself: what the processor can do without WebAssembly.
 *  @throws Error when it cannot be built, or the processor lacks its instructions. */
export async function prepareNative(
  name: string,
  build: NativeBuild,
  { shape: { m, n, k }, packedA, packedB }: GemmOperands,
): Promise<Arm> {
  const path = await buildNative(build);
  const header = Uint32Array.of(m, n, k, packedA.wordsPerRow);
  const operands = [bytesOf(header), bytesOf(packedA.words), bytesOf(packedB.words)];
  const product = new NativeProduct(path, operands, 4 * m * n);
  return {
    name,
    isAsynchronous: true,
    run: async () => {
      await product.time(1);
    },
    result: () => product.result(),
    dispose: () => product.dispose(),
    watch: product,
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: BipolarMatrix["words"]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
