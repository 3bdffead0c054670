import onnxProto from "onnx-proto";

const { onnx } = onnxProto;
const { AttributeType } = onnx.AttributeProto;
const { DataType } = onnx.TensorProto;

/** Element types that are used here. */
export type OnnxType = "float32" | "uint8" | "int8" | "int32" | "int64";

/** A constant of a graph. */
export interface OnnxConstant {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;
}

/** An input or output of a graph; a name as a dimension stands for any size. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly (number | string)[];
}

/** An attribute with its ONNX type. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] };

/** One operator of a graph. */
export interface OnnxNode {
  readonly op: string;
  /** "com.microsoft" for what onnxruntime adds to the standard. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A graph in topological order. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
}

const IR_VERSION = 8;
const OPSET = 17;

const dataTypes: Readonly<Record<OnnxType, number>> = {
  float32: DataType.FLOAT,
  uint8: DataType.UINT8,
  int8: DataType.INT8,
  int32: DataType.INT32,
  int64: DataType.INT64,
};

/** Encodes a graph as the bytes of an ONNX file of opset 17. */
export function encodeOnnx({ inputs, outputs, constants, nodes }: OnnxGraph): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: "bnnkit-benchmark",
    opsetImport: [
      { domain: "", version: OPSET },
      { domain: "com.microsoft", version: 1 },
    ],
    graph: {
      name: "graph",
      input: inputs.map(encodeValue),
      output: outputs.map(encodeValue),
      initializer: constants.map(({ name, type, dims, data }) => ({
        name,
        dataType: dataTypes[type],
        dims: [...dims],
        rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })),
      node: nodes.map(({ op, domain = "", inputs: from, outputs: to, attributes = {} }) => ({
        opType: op,
        domain,
        input: [...from],
        output: [...to],
        attribute: Object.entries(attributes).map(encodeAttribute),
      })),
    },
  }).finish();
}

function encodeValue({ name, type, dims }: OnnxValue): typeof onnx.ValueInfoProto.prototype {
  const dim = dims.map((size) =>
    typeof size === "number" ? { dimValue: size } : { dimParam: size },
  );
  return onnx.ValueInfoProto.fromObject({
    name,
    type: { tensorType: { elemType: dataTypes[type], shape: { dim } } },
  });
}

function encodeAttribute([name, value]: [string, OnnxAttribute]): object {
  if ("int" in value) return { name, type: AttributeType.INT, i: value.int };
  if ("float" in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value.ints] };
}
