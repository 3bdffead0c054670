import type { Arm } from "../arm.ts";
import { transposeToFloats } from "../gemm/gemm-operands.ts";
import { fourBitCodes, type OnnxGemmOptions } from "../gemm/onnx-gemm.ts";
import { GraphWriter } from "../peers/graph-writer.ts";
import { loadOnnxruntime, openOnnxSession } from "../peers/onnxruntime.ts";
import {
  type DecoderLayerOperands,
  normEpsilon,
  type TernaryMatrix,
} from "./decoder-layer-operands.ts";
import type { MatrixName } from "./decoder-layer-shape.ts";

/** The layer in onnxruntime: rows in float32, in int8 before each matrix, or in float32 with weights of 4 bits. */
export async function prepareOnnxLayer(
  { name, runtime, arithmetic, threads }: OnnxGemmOptions,
  operands: DecoderLayerOperands,
): Promise<Arm> {
  const library = await loadOnnxruntime(runtime, threads);
  const model = writeLayer(operands, arithmetic);
  const provider = runtime === "onnxruntime-web" ? "wasm" : "cpu";
  const session = await openOnnxSession(library, { model, provider, threads });
  const { features } = operands.shape;
  const row = operands.table.slice(operands.token * features, (operands.token + 1) * features);
  const x = new library.Tensor("float32", row, [1, features]);
  let scores: Float32Array = new Float32Array();
  return {
    name,
    isAsynchronous: true,
    run: async () => {
      const data = await (await session.run({ x })).scores.getData();
      if (data instanceof Float32Array) scores = data;
    },
    result: () => scores,
    dispose: () => session.release(),
  };
}

/** What multiplies a row by a matrix: `W·x`. */
type Product = (x: string, name: MatrixName) => string;

function writeLayer(
  { shape, matrices, table }: DecoderLayerOperands,
  arithmetic: OnnxGemmOptions["arithmetic"],
): Uint8Array {
  const graph = new GraphWriter();
  const { features, heads, keyHeads, words } = shape;
  const write = products[arithmetic];
  const product: Product = (x, name) => write(graph, x, name, matrices[name]);
  const norm = (x: string): string => {
    const mean = graph.emit("ReduceMean", [graph.emit("Mul", [x, x])], { axes: { ints: [-1] } });
    const root = graph.emit("Sqrt", [graph.emit("Add", [mean, graph.scalar(normEpsilon)])]);
    return graph.emit("Div", [x, root]);
  };
  const x = graph.input("x", "float32", [1, features]);
  const context = attend(graph, norm(x), product, { features, heads, keyHeads });
  const attended = graph.emit("Add", [x, product(norm(context), "o")]);
  const n2 = norm(attended);
  const gate = graph.emit("Relu", [product(n2, "gate")]);
  const gated = graph.emit("Mul", [graph.emit("Mul", [gate, gate]), product(n2, "up")]);
  const y = norm(graph.emit("Add", [attended, product(norm(gated), "down")]));
  const wordsOf = { n: words, k: features };
  const rows = graph.floats("table", [features, words], () => transposed(table, wordsOf));
  graph.output(graph.emit("MatMul", [y, rows]), "scores", "float32", [1, words]);
  return graph.encode();
}

/** Attention of the token to itself. */
function attend(
  graph: GraphWriter,
  x: string,
  product: Product,
  { features, heads, keyHeads }: { features: number; heads: number; keyHeads: number },
): string {
  const size = features / heads;
  const shared = graph.shape(
    ...Array.from({ length: heads }, (_, head) => Math.floor((head * keyHeads) / heads)),
  );
  const byHead = (name: MatrixName, count: number): string =>
    graph.emit("Reshape", [product(x, name), graph.shape(count, 1, size)]);
  const ofKeys = (name: MatrixName): string =>
    graph.emit("Gather", [byHead(name, keyHeads), shared], { axis: { int: 0 } });
  const keys = graph.emit("Transpose", [ofKeys("k")], { perm: { ints: [0, 2, 1] } });
  const scores = graph.emit("MatMul", [byHead("q", heads), keys]);
  const scaled = graph.emit("Mul", [scores, graph.scalar(1 / Math.sqrt(size))]);
  const probabilities = graph.emit("Softmax", [scaled], { axis: { int: -1 } });
  const context = graph.emit("MatMul", [probabilities, ofKeys("v")]);
  return graph.emit("Reshape", [context, graph.shape(1, features)]);
}

type WriteProduct = (
  graph: GraphWriter,
  x: string,
  name: MatrixName,
  matrix: TernaryMatrix,
) => string;

const products: Readonly<Record<OnnxGemmOptions["arithmetic"], WriteProduct>> = {
  float: (graph, x, name, { n, k, digits, scale }) => {
    const weights = (): Float32Array =>
      transposeToFloats(digits, { m: 1, n, k }).map((digit) => digit * scale);
    return graph.emit("MatMul", [x, graph.floats(name, [k, n], weights)]);
  },
  int8: (graph, x, name, { n, k, digits, scale }) => {
    const data = Int8Array.from(transposeToFloats(digits, { m: 1, n, k }));
    const weights = graph.constant({ name, type: "int8", dims: [k, n], data });
    const [codes, step, zero] = graph.emitAll("DynamicQuantizeLinear", [x], { outputs: 3 });
    const sums = graph.emit("MatMulInteger", [codes, weights, zero]);
    const scaled = graph.emit("Mul", [step, graph.scalar(scale)]);
    return graph.emit("Mul", [graph.emit("Cast", [sums], { to: { int: FLOAT } }), scaled]);
  },
  "4bit": (graph, x, name, { n, k, digits, scale }) => {
    const { block, blocks, codes } = fourBitCodes(digits, { m: 1, n, k });
    const dims = [n, blocks, block / 2];
    const weights = graph.constant({ name, type: "uint8", dims, data: codes });
    const scales = graph.floats(`${name} scales`, [n * blocks], () =>
      new Float32Array(n * blocks).fill(scale),
    );
    const attributes = {
      ...{ K: { int: k }, N: { int: n }, bits: { int: 4 }, block_size: { int: block } },
    };
    const [product] = graph.emitAll("MatMulNBits", [x, weights, scales], {
      ...{ outputs: 1, domain: "com.microsoft", attributes },
    });
    return product;
  },
};

/** ONNX's number of the type float32. */
const FLOAT = 1;

/** `[n, k]` as `[k, n]`. */
function transposed(x: Float32Array, { n, k }: { n: number; k: number }): Float32Array {
  return Float32Array.from({ length: n * k }, (_, i) => x[(i % n) * k + Math.floor(i / n)]);
}
