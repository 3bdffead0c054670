import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { vectorModuleBase64 } from "./vector-module.generated.ts";

/** SIMD kernels compiled from `assembly/`. Pointers are byte offsets into the heap of the backend; all other sizes
 *  count elements; matrices are row-major without gaps unless a stride says otherwise. */
export interface VectorModule {
  binarizeColumns(
    x: number,
    rows: number,
    columns: number,
    epsilon: number,
    y: number,
    scales: number,
  ): void;
  binarizeRows(
    x: number,
    rows: number,
    columns: number,
    epsilon: number,
    y: number,
    scales: number,
  ): void;
  binarizeGradientRows(
    dy: number,
    x: number,
    scales: number,
    rows: number,
    columns: number,
    perColumn: number,
    limit: number,
    triangleSlope: number,
    dx: number,
  ): void;
  binary(
    op: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    out: number,
    rows: number,
    columns: number,
  ): void;
  crossEntropyRows(
    logits: number,
    labels: number,
    rows: number,
    classes: number,
    on: number,
    off: number,
    ignored: number,
    losses: number,
    logSums: number,
  ): number;
  crossEntropyGradientRows(
    dLosses: number,
    logits: number,
    labels: number,
    logSums: number,
    rows: number,
    classes: number,
    on: number,
    off: number,
    ignored: number,
    dLogits: number,
  ): void;
  dropout(
    x: number,
    count: number,
    seed: number,
    threshold: number,
    scale: number,
    y: number,
  ): void;
  exponentials(x: number, out: number, count: number): void;
  gatherRows(
    table: number,
    tableRows: number,
    ids: number,
    count: number,
    rowBytes: number,
    out: number,
  ): number;
  gatherPatches(geometry: number, channels: number, x: number, patches: number): void;
  layerNormRows(
    x: number,
    gamma: number,
    beta: number,
    rows: number,
    columns: number,
    epsilon: number,
    y: number,
  ): void;
  layerNormGradientRows(
    dy: number,
    x: number,
    gamma: number,
    rows: number,
    columns: number,
    epsilon: number,
    dx: number,
    dGamma: number,
    dBeta: number,
  ): void;
  matMul(
    batch: number,
    a: number,
    aBatchStride: number,
    aRowStride: number,
    transposeA: number,
    b: number,
    bBatchStride: number,
    bRowStride: number,
    transposeB: number,
    c: number,
    rows: number,
    inner: number,
    columns: number,
    scratch: number,
  ): void;
  matMulScratchBytes(rows: number, inner: number, columns: number): number;
  maximumGradient(geometry: number, channels: number, x: number, dy: number, dx: number): void;
  maximumRows(x: number, rows: number, columns: number, out: number): void;
  scatterPatches(geometry: number, channels: number, patches: number, x: number): void;
  softmaxRows(x: number, rows: number, columns: number, out: number): void;
  softmaxGradientRows(dy: number, y: number, rows: number, columns: number, dx: number): void;
  sumColumns(x: number, rows: number, columns: number, out: number): void;
  sumRows(x: number, rows: number, columns: number, scale: number, out: number): void;
  sumSegments(
    x: number,
    ids: number,
    count: number,
    columns: number,
    segments: number,
    out: number,
  ): void;
}

/** Compiles the SIMD kernels and lets them work on `memory`.
 *  @throws Error if the engine lacks SIMD. */
export async function instantiateVectorModule(memory: WebAssembly.Memory): Promise<VectorModule> {
  const binary = Uint8Array.from(atob(vectorModuleBase64), (char) => char.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory, log: Math.log } });
  const { exports } = instance;
  if (isVectorModule(exports)) return exports;
  throw new Error("instantiateVectorModule: the compiled module lacks a kernel");
}

/** The heap of `backend`.
 *  @throws Error if the backend hides it or shares it between threads. */
export function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const exported: unknown = Reflect.get(backend.wasm, "asm");
  const memory = Object.values(exported ?? {}).find((value) => value instanceof WebAssembly.Memory);
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new Error("memoryOf: this tfjs-backend-wasm does not show its memory");
  }
  if (!(memory.buffer instanceof ArrayBuffer)) {
    throw new Error(
      "memoryOf: tfjs-backend-wasm runs with threads; install the training backend before it starts",
    );
  }
  return memory;
}

const kernelNames = [
  "binarizeColumns",
  "binarizeGradientRows",
  "binarizeRows",
  "binary",
  "crossEntropyGradientRows",
  "crossEntropyRows",
  "dropout",
  "exponentials",
  "gatherPatches",
  "gatherRows",
  "layerNormGradientRows",
  "layerNormRows",
  "matMul",
  "matMulScratchBytes",
  "maximumGradient",
  "maximumRows",
  "scatterPatches",
  "softmaxGradientRows",
  "softmaxRows",
  "sumColumns",
  "sumRows",
  "sumSegments",
] as const satisfies readonly (keyof VectorModule)[];

function isVectorModule(exports: object): exports is VectorModule {
  return kernelNames.every((name) => typeof Reflect.get(exports, name) === "function");
}
