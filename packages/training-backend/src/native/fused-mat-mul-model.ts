/** ONNX bytes of a model with the one node `c = FusedMatMul(a, b)`, inputs of any rank.
 *
 *  FusedMatMul belongs to ONNX Runtime's domain `com.microsoft`; its attributes transA and transB swap the last two
 *  axes of an operand. The protobuf fields follow onnx.proto: ModelProto, GraphProto, NodeProto, ValueInfoProto. */
export function fusedMatMulModel(transposeA: boolean, transposeB: boolean): Uint8Array {
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
  const graph = [
    ...bytes(1, node),
    ...text(2, "multiply"),
    ...bytes(11, floatTensor("a")),
    ...bytes(11, floatTensor("b")),
    ...bytes(12, floatTensor("c")),
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

function floatTensor(name: string): number[] {
  const elementType = integer(1, 1); // TensorProto.FLOAT; no shape: any rank
  return [...text(1, name), ...bytes(2, bytes(1, elementType))];
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
