import { type BipolarMatrix, bipolarMatrix } from "@bnnkit/core";
import { type Kernels, packByteLanes, packFloatLanes, packLanes } from "@bnnkit/kernels";
import {
  type Dtype,
  type PackedModel,
  type TensorOf,
  tensorNamed,
  type Weights,
} from "@bnnkit/model";

/** Rows and columns of a matrix. */
export interface MatrixSize {
  readonly outFeatures: number;
  readonly inFeatures: number;
}

/** The weights of a model in an arena, each in the layout of the operation that reads it, laid out once. */
export class WeightMemory {
  readonly #kernels: Kernels;
  readonly #model: PackedModel;
  readonly #offsets = new Map<string, number>();

  constructor(kernels: Kernels, model: PackedModel) {
    this.#kernels = kernels;
    this.#model = model;
  }

  /** A float32 tensor as it is. */
  floats(name: string): number {
    return this.#once(name, () => this.#putFloats(this.#tensor(name, "F32").data));
  }

  /** An int8 tensor as it is. */
  codes(name: string): number {
    return this.#once(name, () => {
      const { data } = this.#tensor(name, "I8");
      const offset = this.#kernels.allocate(data.length);
      this.#kernels.int8(offset, data.length).set(data);
      return offset;
    });
  }

  /** A float32 matrix as `gemmFloat32` reads it. */
  floatLanes({ tensor }: Weights, { outFeatures, inFeatures }: MatrixSize): number {
    const name = `${tensor}.weights`;
    return this.#once(`${name} in lanes`, () =>
      this.#putFloats(packFloatLanes(this.#tensor(name, "F32").data, outFeatures, inFeatures)),
    );
  }

  /** Sign bits as `bgemm` reads them. */
  signByteLanes(weights: Weights, size: MatrixSize): number {
    return this.#once(`${weights.tensor}.bits in byte lanes`, () =>
      this.#putWords(packByteLanes(this.#signs(weights, size))),
    );
  }

  /** Sign bits as `signWeightGemm` reads them. */
  signLanes(weights: Weights, size: MatrixSize): number {
    return this.#once(`${weights.tensor}.bits in lanes`, () =>
      this.#putWords(packLanes(this.#signs(weights, size))),
    );
  }

  #signs({ tensor }: Weights, { outFeatures, inFeatures }: MatrixSize): BipolarMatrix {
    const { data } = this.#tensor(`${tensor}.bits`, "U32");
    return bipolarMatrix(data, outFeatures, inFeatures);
  }

  #putWords(words: Uint32Array): number {
    const offset = this.#kernels.allocate(words.byteLength);
    this.#kernels.uint32(offset, words.length).set(words);
    return offset;
  }

  #putFloats(values: Float32Array): number {
    const offset = this.#kernels.allocate(values.byteLength);
    this.#kernels.float32(offset, values.length).set(values);
    return offset;
  }

  #tensor<D extends Dtype>(name: string, dtype: D): TensorOf<D> {
    return tensorNamed("lowerGraph", this.#model.tensors, name, dtype);
  }

  #once(key: string, put: () => number): number {
    const known = this.#offsets.get(key);
    if (known !== undefined) return known;
    const offset = put();
    this.#offsets.set(key, offset);
    return offset;
  }
}
