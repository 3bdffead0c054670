import { expect, test } from "vitest";
import { createKernels, TapeBuilder } from "../src/index.ts";
import { SLACK_BYTES } from "../src/tape/layout.ts";
import { wasmIsas } from "./arena-fixture.ts";

const ARENA_BYTES = 4 * 65536;
const shape = {
  height: 5,
  width: 7,
  inFeatures: 18,
  outFeatures: 26,
  groups: 2,
  kernelSize: [3, 3],
  padding: { value: 0, top: 1, bottom: 1, left: 1, right: 1 },
} as const;

/** Bytes of each operand. A patch of 9 taps of 2 bytes takes 20, 13 outputs of a group one vector of 16. */
const operandBytes = {
  bits: 5 * 7 * 16,
  weights: 2 * 16 * 20,
  tapCounts: 4 * 4 * 4 * 26,
  thresholds: 4 * 26,
  flips: 16,
  columnScales: 4 * 26,
};
type Name = keyof typeof operandBytes;

// WebAssembly traps on a read behind its memory.
const names: readonly Name[] = [
  "bits",
  "weights",
  "tapCounts",
  "thresholds",
  "flips",
  "columnScales",
];
test.each(names)("convolutions whose %s end where the arena ends", async (last) => {
  for (const isa of wasmIsas) {
    const sizes = { initialBytes: ARENA_BYTES, maximumBytes: ARENA_BYTES };
    const kernels = await createKernels({ isa, ...sizes });
    const end = (name: Name): number =>
      ARENA_BYTES - SLACK_BYTES - 16 * Math.ceil(operandBytes[name] / 16);
    const zeros = (byteLength: number): number => {
      const offset = kernels.allocate(byteLength);
      kernels.int8(offset, byteLength).fill(0);
      return offset;
    };
    const operand = (name: Name): number => (name === last ? end(name) : zeros(operandBytes[name]));
    const images = zeros(4);
    kernels.int32(images, 1)[0] = 1;
    const convolution = {
      ...{ ...shape, images, bits: operand("bits"), weights: operand("weights") },
      ...{ tapCounts: operand("tapCounts"), out: zeros(5 * 7 * 4 * 26) },
    };
    const [columnScales, thresholds] = [operand("columnScales"), operand("thresholds")];
    const tape = new TapeBuilder(kernels)
      .bconv2d({ ...convolution, columnScales })
      .bconv2dSign({ ...convolution, thresholds, flips: operand("flips") })
      .build();
    kernels.allocate(end(last) - kernels.mark());
    expect(kernels.allocate(operandBytes[last])).toBe(end(last));
    expect(() => kernels.run(tape)).not.toThrow();
  }
});
