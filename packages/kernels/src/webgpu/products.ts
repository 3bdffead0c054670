import { checkEqual } from "@bnnkit/core";
import type { ConvolutionShape } from "../convolution-shape.ts";
import { planConvolution } from "./convolution.ts";
import type { DeviceCodes, DeviceSigns } from "./device-matrix.ts";
import type { GpuBuffer } from "./gpu-device.ts";
import type { GpuSession, ShaderInputs } from "./gpu-session.ts";
import {
  type Pipelines,
  type ProductPipelines,
  pipelineFor,
  type TiledPipeline,
} from "./pipelines.ts";
import { type Resident, residentOf } from "./resident.ts";
import type { Call } from "./shaders/bindings.ts";
import { BIT_THREADS } from "./shaders/bits.ts";

/** A product whose operands have been checked. */
export interface Product {
  readonly shader: TiledPipeline;
  readonly inputs: ShaderInputs;
  readonly call: Call;
  /** Rows and columns of the output. */
  readonly rows: number;
  readonly cols: number;
}

/** Filters of a convolution, a row for each tap. */
interface TapRows {
  readonly buffer: GpuBuffer;
  readonly wordsPerRow: number;
}

/** Checks operands and finds their memory and their shader; runs products. */
export class Products {
  readonly #session: GpuSession;
  readonly #pipelines: Pipelines & { readonly codeGemm: ProductPipelines };

  constructor(session: GpuSession, pipelines: Pipelines & { readonly codeGemm: ProductPipelines }) {
    this.#session = session;
    this.#pipelines = pipelines;
  }

  planGemm(where: string, a: DeviceSigns | DeviceCodes, weights: DeviceSigns): Product {
    const left = residentOf(where, "a", a, ["signs", "codes"]);
    const right = residentOf(where, "weights", weights, ["signs"]);
    checkEqual(where, "a.cols", left.cols, "weights.cols", right.cols);
    const { signGemm, codeGemm } = this.#pipelines;
    const shader = pipelineFor(left.rows, left.kind === "signs" ? signGemm : codeGemm);
    const [rows, cols] = [left.rows, right.rows];
    return {
      ...{ shader, rows, cols },
      inputs: { a: this.#buffer(where, "a", left), b: this.#buffer(where, "weights", right) },
      call: {
        ...{ rows, columns: cols, slices: 1 },
        ...{ features: left.cols, words: Math.ceil(left.cols / shader.slotFeatures) },
        ...{ strideA: left.wordsPerRow, strideB: right.wordsPerRow },
      },
    };
  }

  planConvolution(
    where: string,
    map: DeviceSigns,
    weights: DeviceSigns,
    shape: ConvolutionShape,
  ): Product {
    const left = residentOf(where, "map", map, ["signs"]);
    const right = residentOf(where, "weights", weights, ["signs"]);
    const { call, taps, outPixels } = planConvolution(where, left, right, shape);
    const a = this.#buffer(where, "map", left);
    const filters = this.#tapRows(where, right, call, taps);
    const negatives = call.padsWithZero
      ? { negatives: this.#countNegatives(where, right, filters, taps) }
      : {};
    return {
      ...{ shader: this.#pipelines.convolution, rows: outPixels, cols: right.rows },
      inputs: { a, b: filters.buffer, ...negatives },
      call: { ...call, strideA: left.wordsPerRow, strideB: filters.wordsPerRow },
    };
  }

  /** rows × cols outputs of 32 bits. */
  run(where: string, { shader, inputs, call, rows, cols }: Product): GpuBuffer {
    const { rowQuads, columnQuads } = shader.tile;
    const { columns = 1, slices = 1 } = call;
    const out = this.#session.allocate(where, 4 * rows * cols);
    const grid = [Math.ceil(columns / (4 * columnQuads)), Math.ceil(rows / (4 * rowQuads)), slices];
    this.#runInto(out, () =>
      this.#session.run(where, { pipeline: shader.pipeline, call, inputs, out, grid }),
    );
    return out;
  }

  /** The sign bits of rows × cols outputs. */
  signs(where: string, outputs: Resident, wordsPerRow: number): GpuBuffer {
    return this.#runOnWords(where, this.#pipelines.signs, outputs.rows * wordsPerRow, {
      a: this.#buffer(where, "result", outputs),
      call: {
        ...{ columns: outputs.cols, strideB: wordsPerRow },
        isFloat: Number(outputs.kind === "float32"),
      },
    });
  }

  /** Weights with each tap in words of its own, split once for each number of taps. */
  #tapRows(where: string, weights: Resident, call: Call, taps: number): TapRows {
    const a = this.#buffer(where, "weights", weights);
    if (taps === 1) return { buffer: a, wordsPerRow: weights.wordsPerRow };
    const { wordsPerTap: wordsPerRow = 1 } = call;
    const buffer = weights.derive(`${taps} taps`, () =>
      this.#runOnWords(where, this.#pipelines.splitTaps, weights.rows * taps * wordsPerRow, {
        a,
        call: { ...call, strideA: weights.wordsPerRow },
      }),
    );
    return { buffer, wordsPerRow };
  }

  /** The −1s of each filter at each tap. */
  #countNegatives(
    where: string,
    weights: Resident,
    { buffer: a, wordsPerRow }: TapRows,
    taps: number,
  ): GpuBuffer {
    return weights.derive(`negatives of ${taps} taps`, () =>
      this.#runOnWords(where, this.#pipelines.countNegatives, weights.rows * taps, {
        a,
        call: { strideA: wordsPerRow },
      }),
    );
  }

  /** Runs a shader that has a thread for each word of its output; workgroups lie in a square, for one line of them would
   *  be longer than a device runs. */
  #runOnWords(
    where: string,
    pipeline: object,
    words: number,
    { a, call }: { readonly a: GpuBuffer; readonly call: Call },
  ): GpuBuffer {
    const groups = Math.ceil(words / BIT_THREADS);
    const width = Math.ceil(Math.sqrt(groups));
    const out = this.#session.allocate(where, 4 * words);
    const grid = [width, Math.ceil(groups / width), 1];
    this.#runInto(out, () =>
      this.#session.run(where, {
        ...{ pipeline, inputs: { a }, out, grid },
        call: { ...call, words, width },
      }),
    );
    return out;
  }

  #runInto(out: GpuBuffer, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#session.release(out);
      throw error;
    }
  }

  #buffer(where: string, name: string, resident: Resident): GpuBuffer {
    return resident.bufferIn(this.#session, where, name);
  }
}
