/** Typed array of each element type, by its name in a safetensors file. */
export interface TensorData {
  readonly F32: Float32Array;
  readonly I8: Int8Array;
  readonly I32: Int32Array;
  readonly U32: Uint32Array;
  readonly U8: Uint8Array;
}

/** Element type of a tensor, named as in a safetensors file. */
export type Dtype = keyof TensorData;

/** Numbers at the border between packages: row-major data and its shape. The dtype fixes the array type. */
export type Tensor = {
  readonly [D in Dtype]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    readonly data: TensorData[D];
  };
}[Dtype];

/** The tensor type of one dtype. */
export type TensorOf<D extends Dtype> = Extract<Tensor, { readonly dtype: D }>;

/** What a tensor has to look like. */
export interface TensorSpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** Bytes of one element. */
export const bytesPerElement: Readonly<Record<Dtype, number>> = {
  F32: 4,
  I8: 1,
  I32: 4,
  U32: 4,
  U8: 1,
};

/** Greatest number of dimensions that a tensor of a file may have. */
export const maximumDimensions = 32;

/** Number of elements of a shape; 1 for the empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Bytes that the data of a tensor takes. */
export function tensorBytes({ dtype, shape }: TensorSpec): number {
  return elementCount(shape) * bytesPerElement[dtype];
}
