import type { Kernels } from "../kernels.ts";
import type { OperationName } from "../tape/operations/index.ts";
import { pseudoRandom } from "./pseudo-random.ts";

/** What one operation wrote on the golden data. */
export interface GoldenOutput {
  readonly operation: OperationName;
  readonly values: Float32Array | Int32Array;
}

/** Fixed operands in an arena, and the outputs that operations on them write. */
export class GoldenData {
  readonly rows: number;
  readonly rowCount = 3;
  readonly features = 34;
  readonly outFeatures = 21;
  /** Floats [rows, features], zeros of both signs among them. */
  readonly x: number;
  readonly y: number;
  /** Floats [outFeatures] */
  readonly columnScales: number;
  readonly bias: number;
  /** int32 [outFeatures], and a bit for each of those. */
  readonly thresholds: number;
  readonly flips: number;
  readonly #kernels: Kernels;
  readonly #random = pseudoRandom(1);
  readonly #outputs: (() => GoldenOutput)[] = [];

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
    this.rows = this.ints([this.rowCount]);
    this.x = this.floats(this.random(this.rowCount * this.features));
    kernels.float32(this.x, 4).set([0, -0, -1e-30, 1e-30]);
    this.y = this.floats(this.random(this.rowCount * this.features));
    this.columnScales = this.floats(this.random(this.outFeatures));
    this.bias = this.floats(this.random(this.outFeatures));
    this.thresholds = this.ints(this.random(this.outFeatures).map((value) => 20 * value));
    this.flips = this.ints([0x155a5, 0, 0, 0]);
  }

  random(length: number): Float32Array {
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++) values[i] = this.#random();
    return values;
  }

  floats(values: Float32Array): number {
    const offset = this.#kernels.allocate(4 * values.length);
    this.#kernels.float32(offset, values.length).set(values);
    return offset;
  }

  ints(values: ArrayLike<number>): number {
    const offset = this.#kernels.allocate(4 * values.length);
    this.#kernels.int32(offset, values.length).set(values);
    return offset;
  }

  floatOutput(operation: OperationName, length: number): number {
    const offset = this.floats(new Float32Array(length));
    const read = (): Float32Array => this.#kernels.float32(offset, length);
    this.#outputs.push(() => ({ operation, values: read() }));
    return offset;
  }

  intOutput(operation: OperationName, length: number): number {
    const offset = this.ints(new Int32Array(length));
    const read = (): Int32Array => this.#kernels.int32(offset, length);
    this.#outputs.push(() => ({ operation, values: read() }));
    return offset;
  }

  outputs(): GoldenOutput[] {
    return this.#outputs.map((read) => read());
  }
}
