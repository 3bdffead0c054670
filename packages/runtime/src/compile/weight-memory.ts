import { type BipolarMatrix, bipolarMatrix } from "@bnnkit/core";
import { type Kernels, packByteLanes, packLanes } from "@bnnkit/kernels";
import {
  type Dtype,
  type PackedModel,
  type Tensor,
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
  readonly #tensors: Map<string, Tensor>;
  readonly #offsets = new Map<string, number>();

  constructor(kernels: Kernels, model: PackedModel) {
    this.#kernels = kernels;
    this.#tensors = new Map(model.tensors);
  }

  /** A float32 tensor as it is. */
  floats(name: string): number {
    return this.place(name, () => this.tensor(name, "F32").data);
  }

  /** An int8 tensor as it is. */
  codes(name: string): number {
    return this.place(name, () => this.tensor(name, "I8").data);
  }

  /** Sign bits as `bgemm` reads them. */
  signByteLanes(weights: Weights, size: MatrixSize): number {
    return this.place(`${weights.tensor}.bits in byte lanes`, () =>
      packByteLanes(this.signs(weights, size)),
    );
  }

  /** Sign bits as `signWeightGemm` reads them. */
  signLanes(weights: Weights, size: MatrixSize): number {
    return this.place(`${weights.tensor}.bits in lanes`, () =>
      packLanes(this.signs(weights, size)),
    );
  }

  /** Sign bits as the model has them. */
  signs({ tensor }: Weights, { outFeatures, inFeatures }: MatrixSize): BipolarMatrix {
    return bipolarMatrix(this.tensor(`${tensor}.bits`, "U32").data, outFeatures, inFeatures);
  }

  /** A tensor of the model. */
  tensor<D extends Dtype>(name: string, dtype: D): TensorOf<D> {
    return tensorNamed("lowerGraph", this.#tensors, name, dtype);
  }

  /** Adds a tensor that is made of others, unless it is there. */
  addTensor(name: string, make: () => Tensor): void {
    if (!this.#tensors.has(name)) this.#tensors.set(name, make());
  }

  /** Gives some rows of a tensor a name of their own. */
  addRows(
    name: string,
    { of, first, count }: { readonly of: string; readonly first: number; readonly count: number },
  ): void {
    const tensor = this.#tensors.get(of);
    if (tensor === undefined) throw new RangeError(`lowerGraph: the model must have "${of}"`);
    this.addTensor(name, () => rowsOfTensor(tensor, first, count));
  }

  /** What operations read beside their values, put into the arena when its name is first asked for.
   *  @returns its offset. */
  place(name: string, make: () => Tensor["data"]): number {
    const known = this.#offsets.get(name);
    if (known !== undefined) return known;
    const data = make();
    const offset = this.#kernels.allocate(data.byteLength);
    this.#kernels
      .int8(offset, data.byteLength)
      .set(new Int8Array(data.buffer, data.byteOffset, data.byteLength));
    this.#offsets.set(name, offset);
    return offset;
  }
}

function rowsOfTensor(tensor: Tensor, first: number, count: number): Tensor {
  const shape = [count, ...tensor.shape.slice(1)];
  const length = shape.slice(1).reduce((product, size) => product * size, 1);
  const [start, end] = [first * length, (first + count) * length];
  switch (tensor.dtype) {
    case "F32":
      return { ...tensor, shape, data: tensor.data.subarray(start, end) };
    case "I8":
      return { ...tensor, shape, data: tensor.data.subarray(start, end) };
    case "I32":
      return { ...tensor, shape, data: tensor.data.subarray(start, end) };
    case "U32":
      return { ...tensor, shape, data: tensor.data.subarray(start, end) };
    case "U8":
      return { ...tensor, shape, data: tensor.data.subarray(start, end) };
    default:
      return tensor satisfies never;
  }
}
