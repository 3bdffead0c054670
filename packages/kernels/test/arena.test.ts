import { describe, expect, test } from "vitest";
import { createKernels, type Kernels, TapeBuilder } from "../src/index.ts";
import { isas } from "./arena-fixture.ts";

describe.each(isas)("arena of %s", (isa) => {
  test("offsets are multiples of 16, never 0, and do not overlap", async () => {
    const kernels = await createKernels({ isa });
    const sizes = [1, 3, 16, 17, 0, 127];
    let end = 1;
    for (const size of sizes) {
      const offset = kernels.allocate(size);
      expect(offset % 16).toBe(0);
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + size;
    }
  });

  test("what was written survives growth, far beyond the initial size", async () => {
    const kernels = await createKernels({ isa, initialBytes: 65536 });
    const offsets = Array.from({ length: 30 }, (_, i) => {
      const offset = kernels.allocate(4 * 99991);
      kernels.int32(offset, 99991).fill(i);
      return offset;
    });
    for (const [i, offset] of offsets.entries()) {
      expect(kernels.int32(offset, 99991).every((value) => value === i)).toBe(true);
    }
  });

  test("release frees what came after the mark", async () => {
    const kernels = await createKernels({ isa });
    const mark = kernels.mark();
    const first = kernels.allocate(100);
    kernels.release(mark);
    expect(kernels.allocate(100)).toBe(first);
    kernels.release(mark);
    expect(() => kernels.release(mark + 16)).toThrow(/^release: mark must be an integer/);
    expect(() => kernels.release(mark - 16 - 2 ** 20)).toThrow(RangeError);
  });

  test("maximumBytes is a clear limit, and the arena goes on working below it", async () => {
    const kernels = await createKernels({ isa, initialBytes: 65536, maximumBytes: 2 ** 20 });
    expect(() => kernels.allocate(2 ** 20)).toThrow(
      /^allocate: 1048576 bytes must fit into maximumBytes \(1048576\), \d+ are in use$/,
    );
    const offset = kernels.allocate(2 ** 19);
    kernels.int8(offset, 2 ** 19).fill(1);
    expect(() => kernels.allocate(2 ** 19)).toThrow(RangeError);
    for (const size of [-1, 1.5, Number.NaN]) {
      expect(() => kernels.allocate(size)).toThrow(RangeError);
    }
  });

  test("views outside the arena are refused", async () => {
    const kernels = await createKernels({ isa, initialBytes: 65536 });
    expect(() => kernels.float32(65536, 1)).toThrow(RangeError);
    expect(() => kernels.int32(2, 1)).toThrow(RangeError);
  });

  test("a released tape does not run", async () => {
    const kernels = await createKernels({ isa });
    const mark = kernels.mark();
    const x = kernels.allocate(16);
    const tape = new TapeBuilder(kernels).relu({ x, rows: x, features: 1, out: x }).build();
    kernels.release(mark);
    expect(() => kernels.run(tape)).toThrow(
      /^run: the tape \(bytes \d+ to \d+\) has been released/,
    );
  });

  test("dispose twice is fine, any use after it is a clear error", async () => {
    const kernels = await createKernels({ isa });
    const x = kernels.allocate(16);
    const tape = new TapeBuilder(kernels).relu({ x, rows: x, features: 1, out: x }).build();
    kernels.dispose();
    kernels.dispose();
    kernels[Symbol.dispose]();
    const uses: Record<string, (k: Kernels) => unknown> = {
      allocate: (k) => k.allocate(1),
      mark: (k) => k.mark(),
      release: (k) => k.release(1024),
      float32: (k) => k.float32(1024, 1),
      int32: (k) => k.int32(1024, 1),
      uint32: (k) => k.uint32(1024, 1),
      int8: (k) => k.int8(1024, 1),
      run: (k) => k.run(tape),
      explain: (k) => k.explain(),
    };
    for (const [name, use] of Object.entries(uses)) {
      expect(() => use(kernels)).toThrow(new Error(`${name}: the kernels have been disposed`));
    }
  });
});
