import { expect, test } from "vitest";
import { createKernels, type Kernels, TapeBuilder } from "../src/index.ts";
import { SLACK_BYTES } from "../src/tape/layout.ts";
import { wasmIsas } from "./arena-fixture.ts";

const ARENA_BYTES = 2 * 65536;
const FEATURES = 1000;
const OUTPUTS = 9;

/** Allocates `byteLength` bytes that end where the arena ends. */
function allocateLast(kernels: Kernels, byteLength: number): number {
  const end = ARENA_BYTES - SLACK_BYTES;
  kernels.allocate(end - 16 * Math.ceil(byteLength / 16) - kernels.mark());
  return kernels.allocate(byteLength);
}

type Product = (
  kernels: Kernels,
  tape: TapeBuilder,
  operands: { weights: number; rows: number; outFeatures: number; inFeatures: number; out: number },
) => void;

type Packing = (
  kernels: Kernels,
  tape: TapeBuilder,
  operands: { at: number; rows: number; out: number },
) => void;

const zeros = (kernels: Kernels, length: number): number => {
  const offset = kernels.allocate(4 * length);
  kernels.int32(offset, length).fill(0);
  return offset;
};

const products: Record<string, { weightBytes: number; write: Product }> = {
  bgemmInt32: {
    weightBytes: 16 * 4 * 32,
    write: (kernels, tape, o) => tape.bgemmInt32({ ...o, bits: zeros(kernels, 5 * 32) }),
  },
  signWeightGemm: {
    weightBytes: 3 * 4 * 4 * 32,
    write: (kernels, tape, o) => {
      const [x, columnScales] = [zeros(kernels, 5 * FEATURES), zeros(kernels, OUTPUTS)];
      tape.signWeightGemm({ ...o, x, columnScales });
    },
  },
  gemmFloat32: {
    weightBytes: 3 * 4 * 4 * FEATURES,
    write: (kernels, tape, o) => tape.gemmFloat32({ ...o, x: zeros(kernels, 5 * FEATURES) }),
  },
  gemmInt8: {
    weightBytes: OUTPUTS * FEATURES,
    write: (kernels, tape, o) => {
      const [codes, columnScales] = [zeros(kernels, 2 * FEATURES), zeros(kernels, OUTPUTS)];
      tape.gemmInt8({ ...o, codes, rowScales: zeros(kernels, 5), columnScales });
    },
  },
};

/** Operations whose operand `at` lies at the end of the arena: 9 rows of 40 features, rows of 5 bytes among 16. */
const packings: Record<string, { operandBytes: number; write: Packing }> = {
  signPackInt8: {
    operandBytes: 9 * 40,
    write: (_kernels, tape, { at, rows, out }) =>
      tape.signPackInt8({ x: at, thresholds: at, rows, features: 40, bits: out }),
  },
  layerNormSignPackShift: {
    operandBytes: 4 * 9 * 40,
    write: (_kernels, tape, { at, rows, out }) => {
      const norm = { x: at, rows, features: 40, groups: 8, epsilon: 1 };
      const last = at + 4 * 9 * 40;
      const slice = { gamma: last - 4 * 5, beta: last - 4 * 5, shift: last - 4 * 40 };
      tape.layerNormSignPackShift({ ...norm, ...slice, bits: out });
    },
  },
  bitAttention: {
    operandBytes: 4 * 9 * 40,
    write: (kernels, tape, { at, rows, out }) => {
      const [one, zero] = [zeros(kernels, 9), zeros(kernels, 9)];
      kernels.int32(one, 9).fill(1);
      const last = at + 4 * 9 * 40;
      const keys = { keyStart: zero, keyCount: one, maximumKeys: 3 };
      const shape = { rows, heads: 5, headFeatures: 8, out, ...keys };
      const bits = { q: last - 9 * 16, k: last - 16 };
      tape
        .bitAttention({ ...shape, ...bits, v: last - 4 * 40 })
        .bitAttention({ ...shape, ...bits, valueBits: last - 16 })
        .bitAttention({ ...shape, ...bits, valueBits: last - 16, keep: { above: 0 } });
    },
  },
};

test.each(Object.entries(packings))(
  "%s reads no further than the slack behind operands at the end of the arena",
  async (_name, { operandBytes, write }) => {
    for (const isa of wasmIsas) {
      const sizes = { initialBytes: ARENA_BYTES, maximumBytes: ARENA_BYTES };
      const kernels = await createKernels({ isa, ...sizes });
      const rows = zeros(kernels, 1);
      kernels.int32(rows, 1)[0] = 9;
      const at = ARENA_BYTES - SLACK_BYTES - 16 * Math.ceil(operandBytes / 16);
      const tape = new TapeBuilder(kernels);
      write(kernels, tape, { at, rows, out: zeros(kernels, 9 * 40) });
      const built = tape.build();
      expect(allocateLast(kernels, operandBytes)).toBe(at);
      expect(() => kernels.run(built)).not.toThrow();
    }
  },
);

// WebAssembly traps on a read behind its memory, so a missing clamp of lane groups or weight rows shows here.
test.each(Object.entries(products))(
  "%s reads no further than the slack behind weights at the end of the arena",
  async (_name, { weightBytes, write }) => {
    for (const [isa, rows] of wasmIsas.flatMap((isa) => [1, 2, 5].map((r) => [isa, r] as const))) {
      const kernels = await createKernels({
        isa,
        initialBytes: ARENA_BYTES,
        maximumBytes: ARENA_BYTES,
      });
      const sizes = {
        outFeatures: OUTPUTS,
        inFeatures: FEATURES,
        out: zeros(kernels, 5 * OUTPUTS),
      };
      const cell = zeros(kernels, 1);
      kernels.int32(cell, 1)[0] = rows;
      const end = ARENA_BYTES - SLACK_BYTES - 16 * Math.ceil(weightBytes / 16);
      const tape = new TapeBuilder(kernels);
      write(kernels, tape, { ...sizes, rows: cell, weights: end });
      const built = tape.build();
      expect(allocateLast(kernels, weightBytes)).toBe(end);
      expect(() => kernels.run(built)).not.toThrow();
    }
  },
);
