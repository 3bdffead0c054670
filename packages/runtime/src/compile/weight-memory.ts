import { type BipolarMatrix, bipolarMatrix } from "@bnnkit/core";
import { type Kernels, packByteLanes, packFloatLanes, packLanes } from "@bnnkit/kernels";
import type { DenseNode, PackedModel } from "@bnnkit/model";

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
    return this.#once(name, () => this.#putFloats(this.#float32Tensor(name)));
  }

  /** An int8 tensor as it is. */
  codes(name: string): number {
    return this.#once(name, () => {
      const tensor = this.#model.tensors.get(name);
      if (tensor?.dtype !== "I8") throw missing(name, "I8");
      const offset = this.#kernels.allocate(tensor.data.length);
      this.#kernels.int8(offset, tensor.data.length).set(tensor.data);
      return offset;
    });
  }

  /** A float32 matrix [outFeatures, inFeatures] as `gemmFloat32` reads it. */
  floatLanes(name: string, outFeatures: number, inFeatures: number): number {
    return this.#once(`${name} in lanes`, () =>
      this.#putFloats(packFloatLanes(this.#float32Tensor(name), outFeatures, inFeatures)),
    );
  }

  /** The sign bits of a dense node as `bgemm` reads them. */
  signByteLanes(node: DenseNode): number {
    return this.#once(`${node.name}.bits in byte lanes`, () =>
      this.#putWords(packByteLanes(this.#signs(node))),
    );
  }

  /** The sign bits of a dense node as `signWeightGemm` reads them. */
  signLanes(node: DenseNode): number {
    return this.#once(`${node.name}.bits in lanes`, () =>
      this.#putWords(packLanes(this.#signs(node))),
    );
  }

  #signs({ name, outFeatures, inFeatures }: DenseNode): BipolarMatrix {
    const tensor = this.#model.tensors.get(`${name}.bits`);
    if (tensor?.dtype !== "U32") throw missing(`${name}.bits`, "U32");
    return bipolarMatrix(tensor.data, outFeatures, inFeatures);
  }

  #putWords(words: Uint32Array): number {
    const offset = this.#kernels.allocate(words.byteLength);
    this.#kernels.uint32(offset, words.length).set(words);
    return offset;
  }

  #float32Tensor(name: string): Float32Array {
    const tensor = this.#model.tensors.get(name);
    if (tensor?.dtype !== "F32") throw missing(name, "F32");
    return tensor.data;
  }

  #putFloats(values: Float32Array): number {
    const offset = this.#kernels.allocate(values.byteLength);
    this.#kernels.float32(offset, values.length).set(values);
    return offset;
  }

  #once(key: string, put: () => number): number {
    const known = this.#offsets.get(key);
    if (known !== undefined) return known;
    const offset = put();
    this.#offsets.set(key, offset);
    return offset;
  }
}

function missing(name: string, dtype: string): RangeError {
  return new RangeError(`createSession: the model must have a tensor "${name}" of dtype ${dtype}`);
}
