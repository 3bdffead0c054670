import type { InferenceSession, Tensor } from "onnxruntime-common";
import type { Arm } from "../arm.ts";
import { encodeOnnx, type OnnxGraph, type OnnxType } from "../peers/onnx-model.ts";
import {
  loadOnnxruntime,
  type OnnxPackage,
  type OnnxRuntime,
  openOnnxSession,
} from "../peers/onnxruntime.ts";
import { type GemmMatrices, transposeToFloats } from "./gemm-operands.ts";
import type { GemmShape } from "./gemm-shape.ts";

/** How onnxruntime computes the product: in float32, in int8, or in float32 from weights kept in 4 bits. */
export type OnnxArithmetic = "float" | "int8" | "4bit";

/** What distinguishes one arm from another. */
export interface OnnxGemmOptions {
  readonly name: string;
  readonly runtime: OnnxPackage;
  readonly arithmetic: OnnxArithmetic;
  readonly threads: number;
}

/**
 * A model of one product with constant weights, which onnxruntime packs when it opens the model.
 *
 * Int8 activations and weights of −1, 0 and 1 are exact in each arithmetic: int8 is `MatMulInteger` of uint8 activations
 * around 128 and int8 weights, 4 bits are `MatMulNBits` in blocks of 32 with scale 1, its default zero point 8 and codes
 * 7, 8 and 9.
 */
export async function prepareOnnx(options: OnnxGemmOptions, operands: GemmMatrices): Promise<Arm> {
  const { name, runtime, arithmetic, threads } = options;
  const library = await loadOnnxruntime(runtime, threads);
  const model = encodeOnnx(createGemmGraph(operands, arithmetic));
  const provider = runtime === "onnxruntime-web" ? "wasm" : "cpu";
  const session = await openOnnxSession(library, { model, provider, threads });
  return createArm(name, session, createInput(library, operands, arithmetic));
}

function createArm(name: string, session: InferenceSession, a: Tensor): Arm {
  let product: Tensor | undefined;
  return {
    name,
    isAsynchronous: true,
    run: async () => {
      product = (await session.run({ a })).c;
    },
    result: async () => {
      const data = await product?.getData();
      return data instanceof Float32Array || data instanceof Int32Array ? data : [];
    },
    dispose: () => session.release(),
  };
}

function createInput(
  { Tensor }: OnnxRuntime,
  { shape: { m, k }, a }: GemmMatrices,
  arithmetic: OnnxArithmetic,
): Tensor {
  if (arithmetic !== "int8") return new Tensor("float32", Float32Array.from(a), [m, k]);
  return new Tensor(
    "uint8",
    Uint8Array.from(a, (code) => 128 + code),
    [m, k],
  );
}

/** The graph `c = a · Bᵀ`. */
export function createGemmGraph({ shape, b }: GemmMatrices, arithmetic: OnnxArithmetic): OnnxGraph {
  switch (arithmetic) {
    case "float":
      return createFloatGraph(b, shape);
    case "int8":
      return createInt8Graph(b, shape);
    case "4bit":
      return createFourBitGraph(b, shape);
  }
}

function createFloatGraph(b: Int8Array, shape: GemmShape): OnnxGraph {
  const { n, k } = shape;
  return {
    ...ends(shape, "float32", "float32"),
    constants: [{ name: "b", type: "float32", dims: [k, n], data: transposeToFloats(b, shape) }],
    nodes: [{ op: "MatMul", inputs: ["a", "b"], outputs: ["c"] }],
  };
}

function createInt8Graph(b: Int8Array, shape: GemmShape): OnnxGraph {
  const { n, k } = shape;
  const weights = Int8Array.from(transposeToFloats(b, shape));
  return {
    ...ends(shape, "uint8", "int32"),
    constants: [
      { name: "b", type: "int8", dims: [k, n], data: weights },
      { name: "zero", type: "uint8", dims: [], data: Uint8Array.of(128) },
    ],
    nodes: [{ op: "MatMulInteger", inputs: ["a", "b", "zero"], outputs: ["c"] }],
  };
}

const BLOCK = 32;

/** Weights of −1, 0 and 1 as `MatMulNBits` has them: 7, 8 and 9 in four bits, `[n, blocks, block / 2]` bytes. */
export function fourBitCodes(
  b: Int8Array,
  { n, k }: GemmShape,
): { readonly codes: Uint8Array; readonly block: number; readonly blocks: number } {
  const blocks = Math.ceil(k / BLOCK);
  const codes = new Uint8Array((n * blocks * BLOCK) / 2).fill(0x88);
  for (let row = 0; row < n; row++) {
    for (let t = 0; t < k; t++) {
      const at = (row * blocks * BLOCK + t) >> 1;
      const shift = 4 * (t & 1);
      codes[at] = (codes[at] & ~(15 << shift)) | ((8 + b[row * k + t]) << shift);
    }
  }
  return { codes, block: BLOCK, blocks };
}

function createFourBitGraph(b: Int8Array, shape: GemmShape): OnnxGraph {
  const { n, k } = shape;
  const { codes, blocks } = fourBitCodes(b, shape);
  const scales = new Float32Array(n * blocks).fill(1);
  return {
    ...ends(shape, "float32", "float32"),
    constants: [
      { name: "b", type: "uint8", dims: [n, blocks, BLOCK / 2], data: codes },
      { name: "scales", type: "float32", dims: [n * blocks], data: scales },
    ],
    nodes: [
      {
        op: "MatMulNBits",
        domain: "com.microsoft",
        inputs: ["a", "b", "scales"],
        outputs: ["c"],
        attributes: { K: { int: k }, N: { int: n }, bits: { int: 4 }, block_size: { int: BLOCK } },
      },
    ],
  };
}

function ends(
  { n, k }: GemmShape,
  from: OnnxType,
  to: OnnxType,
): Pick<OnnxGraph, "inputs" | "outputs"> {
  return {
    inputs: [{ name: "a", type: from, dims: ["m", k] }],
    outputs: [{ name: "c", type: to, dims: ["m", n] }],
  };
}
