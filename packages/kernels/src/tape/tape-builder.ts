import { checkIntegerBetween, wordsPerRow } from "@bnnkit/core";
import type { Kernels } from "../kernels.ts";
import { HEADER_WORDS, SCRATCH } from "./layout.ts";
import * as opcode from "./opcode.ts";
import {
  bytes,
  flag,
  float,
  optional,
  positionTable,
  scaledOutput,
  size,
  slice,
  words,
} from "./operand-word.ts";
import type {
  Add,
  Attention,
  Bgemm,
  BgemmInt8,
  BgemmInt32,
  BgemmSign,
  Binarize,
  BinaryProduct,
  CopyRows,
  EmbedFloat32,
  EmbedInt8,
  GemmFloat32,
  GemmInt8,
  LayerNorm,
  LogSoftmaxTopK,
  QuantizeInt8,
  Relu,
  SignPackShift,
  SignPackTokenMaximum,
  SignWeightGemm,
} from "./operands.ts";
import type { OperationName } from "./operation.ts";
import type { PlaneGemm, PlaneGemmInt32 } from "./plane-operands.ts";
import { planeGemmInt32Words, planeGemmWords } from "./plane-words.ts";
import { attentionScratchBytes, bgemmScratch, gemmInt8ScratchBytes } from "./scratch.ts";
import type { SetBitGemm } from "./set-bit-operands.ts";
import { setBitGemmScratchBytes, setBitGemmWords } from "./set-bit-words.ts";
import type {
  TableGemm,
  TableGemmFloat32,
  TableGemmInt32,
  TabulateFloat32,
  TabulateInt8,
} from "./table-operands.ts";
import {
  tableGemmFloat32Words,
  tableGemmInt32Words,
  tableGemmWords,
  tabulateFloat32Words,
  tabulateInt8Words,
} from "./table-words.ts";
import type { Tape } from "./tape.ts";

/**
 * Writes a tape, one method per operation, in the order they are to run.
 *
 * Offsets and sizes are checked here, once: TypeError for what is not a number, RangeError for an offset that is
 * absent, negative or not a multiple of 4 (int8 operands may start anywhere), and for a size that is not positive.
 * That an operand lies inside what was allocated for it is the caller's business.
 */
export class TapeBuilder {
  readonly #kernels: Kernels;
  readonly #words: number[] = [];
  readonly #operations: OperationName[] = [];
  #scratchBytes = 0;

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  embedInt8(o: EmbedInt8): this {
    const where = "embedInt8";
    return this.#emit(where, opcode.EMBED_INT8, [
      words(where, "ids", o.ids),
      optional(where, "positions", o.positions),
      positionTable(where, o.positions, o.positionTable),
      bytes(where, "codes", o.codes),
      words(where, "scales", o.scales),
      float(where, "multiplier", o.multiplier),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ]);
  }

  embedFloat32(o: EmbedFloat32): this {
    const where = "embedFloat32";
    return this.#emit(where, opcode.EMBED_FLOAT32, [
      words(where, "ids", o.ids),
      optional(where, "positions", o.positions),
      positionTable(where, o.positions, o.positionTable),
      words(where, "table", o.table),
      float(where, "multiplier", o.multiplier),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ]);
  }

  signPackTokenMaximum(o: SignPackTokenMaximum): this {
    const where = "signPackTokenMaximum";
    return this.#emit(where, opcode.SIGN_PACK_TOKEN_MAXIMUM, [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "bits", o.bits),
      words(where, "rowScales", o.rowScales),
    ]);
  }

  signPackShift(o: SignPackShift): this {
    const where = "signPackShift";
    return this.#emit(where, opcode.SIGN_PACK_SHIFT, [
      words(where, "x", o.x),
      optional(where, "shift", o.shift),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "bits", o.bits),
    ]);
  }

  bgemm(o: Bgemm): this {
    const where = "bgemm";
    return this.#emit(where, opcode.BGEMM, [
      ...this.#binaryProduct(where, o),
      ...scaledOutput(where, o),
      words(where, "out", o.out),
    ]);
  }

  bgemmInt32(o: BgemmInt32): this {
    const where = "bgemmInt32";
    return this.#emit(where, opcode.BGEMM_INT32, [
      ...this.#binaryProduct(where, o),
      words(where, "out", o.out),
    ]);
  }

  bgemmInt8(o: BgemmInt8): this {
    const where = "bgemmInt8";
    return this.#emit(where, opcode.BGEMM_INT8, [
      ...this.#binaryProduct(where, o),
      ...scaledOutput(where, o),
      bytes(where, "out", o.out),
    ]);
  }

  bgemmSign(o: BgemmSign): this {
    const where = "bgemmSign";
    return this.#emit(where, opcode.BGEMM_SIGN, [
      ...this.#binaryProduct(where, o),
      words(where, "thresholds", o.thresholds),
      words(where, "flips", o.flips),
      words(where, "out", o.out),
    ]);
  }

  signWeightGemm(o: SignWeightGemm): this {
    const where = "signWeightGemm";
    return this.#emit(where, opcode.SIGN_WEIGHT_GEMM, [
      words(where, "x", o.x),
      words(where, "weights", o.weights),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      size(where, "inFeatures", o.inFeatures),
      wordsPerRow(o.inFeatures),
      words(where, "columnScales", o.columnScales),
      optional(where, "bias", o.bias),
      flag(o.relu),
      words(where, "out", o.out),
    ]);
  }

  gemmFloat32(o: GemmFloat32): this {
    const where = "gemmFloat32";
    return this.#emit(where, opcode.GEMM_FLOAT32, [
      words(where, "x", o.x),
      words(where, "weights", o.weights),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      size(where, "inFeatures", o.inFeatures),
      optional(where, "bias", o.bias),
      flag(o.relu),
      words(where, "out", o.out),
    ]);
  }

  layerNorm(o: LayerNorm): this {
    const where = "layerNorm";
    const groups = size(where, "groups", o.groups ?? 1);
    return this.#emit(where, opcode.LAYER_NORM, [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      groups,
      slice(where, o.features, groups),
      words(where, "gamma", o.gamma),
      words(where, "beta", o.beta),
      float(where, "epsilon", o.epsilon),
      optional(where, "addend", o.addend),
      words(where, "out", o.out),
    ]);
  }

  relu(o: Relu): this {
    const where = "relu";
    return this.#emit(where, opcode.RELU, [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ]);
  }

  add(o: Add): this {
    const where = "add";
    return this.#emit(where, opcode.ADD, [
      words(where, "a", o.a),
      words(where, "b", o.b),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "out", o.out),
    ]);
  }

  attention(o: Attention): this {
    const where = "attention";
    const keyStart = optional(where, "keyStart", o.keyStart);
    const keyIndex = optional(where, "keyIndex", o.keyIndex);
    if ((keyStart === 0) === (keyIndex === 0)) {
      throw new RangeError("attention: give exactly one of keyStart and keyIndex");
    }
    const maximumKeys = size(where, "maximumKeys", o.maximumKeys);
    this.#needScratch(attentionScratchBytes(maximumKeys));
    return this.#emit(where, opcode.ATTENTION, [
      words(where, "q", o.q),
      words(where, "k", o.k),
      words(where, "v", o.v),
      words(where, "out", o.out),
      words(where, "rows", o.rows),
      size(where, "heads", o.heads),
      size(where, "headFeatures", o.headFeatures),
      keyStart,
      words(where, "keyCount", o.keyCount),
      keyIndex,
      keyIndex === 0 ? 0 : size(where, "keyIndexStride", o.keyIndexStride ?? maximumKeys),
      maximumKeys,
      float(where, "1/√headFeatures", 1 / Math.sqrt(o.headFeatures)),
      flag(o.binary),
    ]);
  }

  quantizeInt8(o: QuantizeInt8): this {
    const where = "quantizeInt8";
    return this.#emit(where, opcode.QUANTIZE_INT8, [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      bytes(where, "codes", o.codes),
      words(where, "rowScales", o.rowScales),
    ]);
  }

  gemmInt8(o: GemmInt8): this {
    const where = "gemmInt8";
    this.#needScratch(gemmInt8ScratchBytes(size(where, "inFeatures", o.inFeatures)));
    return this.#emit(where, opcode.GEMM_INT8, [
      bytes(where, "codes", o.codes),
      bytes(where, "weights", o.weights),
      words(where, "rowScales", o.rowScales),
      words(where, "columnScales", o.columnScales),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      o.inFeatures,
      words(where, "out", o.out),
    ]);
  }

  logSoftmaxTopK(o: LogSoftmaxTopK): this {
    const where = "logSoftmaxTopK";
    const vocabularySize = size(where, "vocabularySize", o.vocabularySize);
    checkIntegerBetween(where, "k", o.k, 1, vocabularySize);
    return this.#emit(where, opcode.LOG_SOFTMAX_TOP_K, [
      words(where, "logits", o.logits),
      words(where, "rows", o.rows),
      vocabularySize,
      o.k,
      words(where, "outIds", o.outIds),
      words(where, "outLogProbabilities", o.outLogProbabilities),
    ]);
  }

  copyRows(o: CopyRows): this {
    const where = "copyRows";
    return this.#emit(where, opcode.COPY_ROWS, [
      words(where, "from", o.from),
      words(where, "to", o.to),
      words(where, "rows", o.rows),
      size(where, "features", o.features),
      words(where, "toRow", o.toRow),
    ]);
  }

  binarize(o: Binarize): this {
    const where = "binarize";
    const groups = size(where, "groups", o.groups ?? 1);
    return this.#emit(where, opcode.BINARIZE, [
      words(where, "x", o.x),
      words(where, "rows", o.rows),
      groups,
      slice(where, o.features, groups),
      words(where, "out", o.out),
    ]);
  }

  tabulateInt8(o: TabulateInt8): this {
    return this.#emit("tabulateInt8", opcode.TABULATE_INT8, tabulateInt8Words(o));
  }

  tableGemmInt32(o: TableGemmInt32): this {
    return this.#emit("tableGemmInt32", opcode.TABLE_GEMM_INT32, tableGemmInt32Words(o));
  }

  tableGemm(o: TableGemm): this {
    return this.#emit("tableGemm", opcode.TABLE_GEMM, tableGemmWords(o));
  }

  tabulateFloat32(o: TabulateFloat32): this {
    return this.#emit("tabulateFloat32", opcode.TABULATE_FLOAT32, tabulateFloat32Words(o));
  }

  tableGemmFloat32(o: TableGemmFloat32): this {
    return this.#emit("tableGemmFloat32", opcode.TABLE_GEMM_FLOAT32, tableGemmFloat32Words(o));
  }

  planeGemmInt32(o: PlaneGemmInt32): this {
    return this.#emit("planeGemmInt32", opcode.PLANE_GEMM_INT32, planeGemmInt32Words(o));
  }

  planeGemm(o: PlaneGemm): this {
    return this.#emit("planeGemm", opcode.PLANE_GEMM, planeGemmWords(o));
  }

  setBitGemm(o: SetBitGemm): this {
    const operands = setBitGemmWords(o);
    this.#needScratch(setBitGemmScratchBytes(o.inFeatures));
    return this.#emit("setBitGemm", opcode.SET_BIT_GEMM, operands);
  }

  /** Writes the tape and its scratch memory into the arena. The builder may go on and build a longer tape later. */
  build(): Tape {
    const scratch = this.#scratchBytes === 0 ? 0 : this.#kernels.allocate(this.#scratchBytes);
    const length = HEADER_WORDS + this.#words.length;
    const offset = this.#kernels.allocate(4 * length);
    const view = this.#kernels.int32(offset, length);
    view.fill(0, 0, HEADER_WORDS);
    view[SCRATCH] = scratch;
    view.set(this.#words, HEADER_WORDS);
    return { offset, byteLength: 4 * length, operations: [...this.#operations] };
  }

  #binaryProduct(where: string, o: BinaryProduct): number[] {
    const inFeatures = size(where, "inFeatures", o.inFeatures);
    const { pairs, byteLength } = bgemmScratch(inFeatures);
    this.#needScratch(byteLength);
    return [
      words(where, "bits", o.bits),
      words(where, "weights", o.weights),
      words(where, "rows", o.rows),
      size(where, "outFeatures", o.outFeatures),
      inFeatures,
      wordsPerRow(inFeatures),
      pairs,
    ];
  }

  #emit(operation: OperationName, code: number, operands: readonly number[]): this {
    this.#words.push(code | ((operands.length + 1) << 16), ...operands);
    this.#operations.push(operation);
    return this;
  }

  #needScratch(byteLength: number): void {
    this.#scratchBytes = Math.max(this.#scratchBytes, byteLength);
  }
}
