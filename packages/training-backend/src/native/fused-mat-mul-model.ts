/** Options of {@link fusedMatMulModel}. */
export interface FusedMatMulOptions {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Adds the constant {@link guardOutput} of type bfloat16 as the first output. */
  readonly guarded: boolean;
}

/** Name of the output that has no JavaScript type. */
export const guardOutput = "guard";

const floatType = 1; // TensorProto.DataType
const bfloat16Type = 16;

/** ONNX bytes of a model with the one node `c = FusedMatMul(a, b)`, inputs of any rank.
 *
 *  FusedMatMul belongs to ONNX Runtime's domain `com.microsoft`; its attributes transA and transB swap the last two
 *  axes of an operand. Field numbers follow onnx.proto: ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto. */
export function fusedMatMulModel({
  transposeA,
  transposeB,
  guarded,
}: FusedMatMulOptions): Uint8Array {
  const node = [
    ...text(1, "a"),
    ...text(1, "b"),
    ...text(2, "c"),
    ...text(3, "multiply"),
    ...text(4, "FusedMatMul"),
    ...bytes(5, integerAttribute("transA", Number(transposeA))),
    ...bytes(5, integerAttribute("transB", Number(transposeB))),
    ...text(7, "com.microsoft"),
  ];
  const guard = [
    ...integer(1, 1), // dims
    ...integer(2, bfloat16Type),
    ...text(8, guardOutput),
    ...bytes(9, [0, 0]), // raw_data
  ];
  const graph = [
    ...bytes(1, node),
    ...text(2, "multiply"),
    ...(guarded ? bytes(5, guard) : []), // initializer
    ...bytes(11, tensorType("a", floatType)),
    ...bytes(11, tensorType("b", floatType)),
    ...(guarded ? bytes(12, tensorType(guardOutput, bfloat16Type)) : []),
    ...bytes(12, tensorType("c", floatType)),
  ];
  return Uint8Array.from([
    ...integer(1, 8), // ir_version
    ...bytes(7, graph),
    ...bytes(8, [...text(1, ""), ...integer(2, 13)]), // opset_import
    ...bytes(8, [...text(1, "com.microsoft"), ...integer(2, 1)]),
  ]);
}

function integerAttribute(name: string, value: number): number[] {
  return [...text(1, name), ...integer(3, value), ...integer(20, 2)]; // AttributeType.INT
}

/** A value of any shape. */
function tensorType(name: string, elementType: number): number[] {
  return [...text(1, name), ...bytes(2, bytes(1, integer(1, elementType)))];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function integer(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function bytes(field: number, value: readonly number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(value.length), ...value];
}

function text(field: number, value: string): number[] {
  return bytes(field, [...new TextEncoder().encode(value)]);
}
