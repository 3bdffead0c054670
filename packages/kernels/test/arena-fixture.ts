import { packBipolar, wordsPerRow } from "@bnnkit/core";
import { expect } from "vitest";
import {
  type Isa,
  type KernelChoice,
  type Kernels,
  packByteLanes,
  packFloatLanes,
  packLanes,
  TapeBuilder,
  type WasmIsa,
} from "../src/index.ts";
import { jsEngine } from "../src/js/js-engine.ts";
import { TapeKernels } from "../src/tape-kernels.ts";
import { shareEngine } from "../src/threads/share-engine.ts";
import { inlinedModules } from "../src/wasm/inlined-modules.ts";
import { provenModule } from "../src/wasm/proven-module.ts";
import { wasmEngine } from "../src/wasm/wasm-engine.ts";

const GUARD_BYTES = 32;
const GUARD = 0x5a;

/** Every instruction set, the fastest first. */
export const allIsas: readonly Isa[] = ["wasm-relaxed-simd", "wasm-simd128", "js"];

/** Those that the JavaScript engine running the tests has. */
export const isas: readonly Isa[] = allIsas.filter(
  (isa) => isa !== "wasm-relaxed-simd" || relaxedSimdValidates(),
);

export const wasmIsas: readonly WasmIsa[] = isas.filter((isa) => isa !== "js");

/** Whether a module that swizzles relaxedly validates: `(func (drop (i8x16.relaxed_swizzle (v128.const …) …)))`. */
export function relaxedSimdValidates(): boolean {
  const zeros = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
  const body = [0x00, ...zeros, ...zeros, 0xfd, 0x80, 0x02, 0x1a, 0x0b];
  return WebAssembly.validate(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00],
      ...[0x0a, body.length + 2, 0x01, body.length, ...body],
    ]),
  );
}

/** Reads one output; throws when an operation wrote beside it. */
export type Output<Values> = { readonly offset: number; read(): Values };

/** How the kernels of a fixture run. */
interface FixtureOptions {
  readonly threads?: number;
  readonly choice?: KernelChoice;
}

/** Operands of one test in an arena, and guarded outputs. */
export class ArenaFixture {
  readonly kernels: Kernels;

  constructor(kernels: Kernels) {
    this.kernels = kernels;
  }

  /** With several threads even the smallest instruction is split, as far as it can be. */
  static async create(
    isa: Isa,
    { threads = 1, choice }: FixtureOptions = {},
  ): Promise<ArenaFixture> {
    const sizes = { initialBytes: 2 ** 20, maximumBytes: 2 ** 30 };
    const source = isa === "js" ? undefined : inlinedModules[isa];
    const engine =
      isa === "js" || source === undefined
        ? jsEngine(sizes.initialBytes)
        : await wasmEngine(isa, await provenModule(isa, source, "candidates"), sizes.initialBytes);
    const shared = await shareEngine(engine, { ...sizes, source, threads, stepsOfAThread: 1 });
    return new ArenaFixture(new TapeKernels(shared, sizes.maximumBytes, "under test", choice));
  }

  floats(values: ArrayLike<number>): number {
    const offset = this.kernels.allocate(4 * values.length);
    this.kernels.float32(offset, values.length).set(Float32Array.from(values));
    return offset;
  }

  /** Absent operands are 0. */
  optionalFloats(values: ArrayLike<number> | undefined): number {
    return values === undefined ? 0 : this.floats(values);
  }

  ints(values: ArrayLike<number>): number {
    const offset = this.kernels.allocate(4 * values.length);
    this.kernels.int32(offset, values.length).set(Int32Array.from(values));
    return offset;
  }

  bytes(values: ArrayLike<number>): number {
    const offset = this.kernels.allocate(values.length);
    this.kernels.int8(offset, values.length).set(Int8Array.from(values));
    return offset;
  }

  /** rows × cols values as bits. */
  signs(values: ArrayLike<number>, rows: number, cols: number): number {
    return this.ints(rows === 0 ? [] : packBipolar(values, rows, cols).words);
  }

  signLanes(values: ArrayLike<number>, rows: number, cols: number): number {
    return this.ints(packLanes(packBipolar(values, rows, cols)));
  }

  signByteLanes(values: ArrayLike<number>, rows: number, cols: number): number {
    return this.ints(packByteLanes(packBipolar(values, rows, cols)));
  }

  floatLanes(values: ArrayLike<number>, rows: number, cols: number): number {
    return this.floats(packFloatLanes(Float32Array.from(values), rows, cols));
  }

  floatOutput(length: number): Output<Float32Array> {
    const { offset, check } = this.#guarded(4 * length);
    return { offset, read: () => check(() => this.kernels.float32(offset, length).slice()) };
  }

  intOutput(length: number): Output<Int32Array> {
    const { offset, check } = this.#guarded(4 * length);
    return { offset, read: () => check(() => this.kernels.int32(offset, length).slice()) };
  }

  byteOutput(length: number): Output<Int8Array> {
    const { offset, check } = this.#guarded(length);
    return { offset, read: () => check(() => this.kernels.int8(offset, length).slice()) };
  }

  run(write: (tape: TapeBuilder) => TapeBuilder): void {
    this.kernels.run(write(new TapeBuilder(this.kernels)).build());
  }

  /** Runs `body` and frees what it allocated. */
  scope<Result>(body: () => Result): Result {
    const mark = this.kernels.mark();
    try {
      return body();
    } finally {
      this.kernels.release(mark);
    }
  }

  /** The output is followed at once by guard bytes, and so is what lies before it. */
  #guarded(byteLength: number): { offset: number; check<T>(read: () => T): T } {
    const start = this.kernels.allocate(GUARD_BYTES + byteLength + GUARD_BYTES);
    const whole = () => this.kernels.int8(start, GUARD_BYTES + byteLength + GUARD_BYTES);
    whole().fill(GUARD);
    const check = <T>(read: () => T): T => {
      const bytes = whole();
      const beside = [
        ...bytes.subarray(0, GUARD_BYTES),
        ...bytes.subarray(GUARD_BYTES + byteLength),
      ];
      expect(
        beside.every((byte) => byte === GUARD),
        "bytes beside the output",
      ).toBe(true);
      return read();
    };
    return { offset: start + GUARD_BYTES, check };
  }
}

/** Words of rows × features bits. */
export function bitWords(rows: number, features: number): number {
  return rows * wordsPerRow(features);
}
