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

/** Typed array of each element type that a safetensors file may hold. Floats that JavaScript has no array for (F16,
 *  BF16, F8) are kept as their bit patterns; `widenToFloat32` gives the numbers. */
export interface FileTensorData extends TensorData {
  readonly BF16: Uint16Array;
  /** One byte each, 0 or 1. */
  readonly BOOL: Uint8Array;
  readonly F16: Uint16Array;
  readonly F64: Float64Array;
  readonly F8_E4M3: Uint8Array;
  readonly F8_E5M2: Uint8Array;
  readonly I16: Int16Array;
  readonly I64: BigInt64Array;
  readonly U16: Uint16Array;
  readonly U64: BigUint64Array;
}

/** Element type of a tensor of a safetensors file. */
export type FileDtype = keyof FileTensorData;

/** A tensor of a safetensors file; a model holds those of the dtypes of {@link Tensor} alone. */
export type FileTensor = {
  readonly [D in FileDtype]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    readonly data: FileTensorData[D];
  };
}[FileDtype];

/** What a tensor of a file looks like. */
export interface FileTensorSpec {
  readonly dtype: FileDtype;
  readonly shape: readonly number[];
}

/** Bytes of one element. */
export const bytesPerElement: Readonly<Record<FileDtype, number>> = {
  F32: 4,
  I8: 1,
  I32: 4,
  U32: 4,
  U8: 1,
  BF16: 2,
  BOOL: 1,
  F16: 2,
  F64: 8,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  I64: 8,
  U16: 2,
  U64: 8,
};

/** Greatest number of dimensions that a tensor of a file may have. */
export const maximumDimensions = 32;

/** Number of elements of a shape; 1 for the empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Bytes that the data of a tensor takes. */
export function tensorBytes({ dtype, shape }: FileTensorSpec): number {
  return elementCount(shape) * bytesPerElement[dtype];
}
