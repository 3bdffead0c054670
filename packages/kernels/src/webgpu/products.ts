import { checkEqual } from "@bnnkit/core";
import { type Convolution, planConvolution } from "./convolution.ts";
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
    filters: DeviceSigns,
    convolution: Convolution,
  ): Product {
    const left = residentOf(where, "map", map, ["signs"]);
    const right = residentOf(where, "filters", filters, ["signs"]);
    const { call, outPixels, outChannels } = planConvolution(where, left, right, convolution);
    const [a, b] = [this.#buffer(where, "map", left), this.#buffer(where, "filters", right)];
    const negatives = call.padsWithZero
      ? { negatives: right.derive("negatives", () => this.#countNegatives(where, right, b)) }
      : {};
    return {
      ...{ shader: this.#pipelines.convolution, rows: outPixels, cols: outChannels },
      inputs: { a, b, ...negatives },
      call: { ...call, strideA: left.wordsPerRow, strideB: right.wordsPerRow },
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

  #countNegatives(where: string, { rows, wordsPerRow }: Resident, a: GpuBuffer): GpuBuffer {
    const call = { strideA: wordsPerRow };
    return this.#runOnWords(where, this.#pipelines.countNegatives, rows, { a, call });
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
