import { resolveConvolution } from "../convolution-shape.ts";
import type { Kernels } from "../kernels.ts";
import { binaryKernels } from "../tune/binary-choice.ts";
import type { KernelChoice } from "../tune/kernel-choice.ts";
import { attentionWords } from "./attention-words.ts";
import { bgemmInt8Words, bgemmInt32Words, bgemmSignWords, bgemmWords } from "./binary-words.ts";
import type { BitAttention, CopyBitRows } from "./bit-attention-operands.ts";
import { bitAttentionWords, copyBitRowsWords } from "./bit-attention-words.ts";
import type {
  Bconv2d,
  Bconv2dInt8,
  Bconv2dInt32,
  Bconv2dSign,
  BinaryConvolution,
  BmaxPool2d,
} from "./convolution-operands.ts";
import { convolutionScratch } from "./convolution-scratch.ts";
import {
  bconv2dInt8Words,
  bconv2dInt32Words,
  bconv2dSignWords,
  bconv2dWords,
  bmaxPool2dWords,
} from "./convolution-words.ts";
import { embedFloat32Words, embedInt8Words } from "./embed-words.ts";
import { gemmFloat32Words, setBitGemmWords, signWeightGemmWords } from "./float-product-words.ts";
import { gemmInt8Words, quantizeInt8Words } from "./int8-words.ts";
import { HEADER_WORDS, SCRATCH, SCRATCH_BYTES } from "./layout.ts";
import * as opcode from "./opcode.ts";
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
import { addWords, binarizeWords, copyRowsWords, layerNormWords, reluWords } from "./row-words.ts";
import {
  attentionScratchBytes,
  bgemmScratch,
  bitAttentionScratchBytes,
  gemmInt8ScratchBytes,
  setBitGemmScratchBytes,
} from "./scratch.ts";
import type { SetBitGemm } from "./set-bit-operands.ts";
import type {
  LayerNormSignPackShift,
  LayerNormSignPackTokenMaximum,
  SignPackInt8,
} from "./sign-pack-operands.ts";
import {
  layerNormSignPackShiftWords,
  layerNormSignPackTokenMaximumWords,
  signPackInt8Words,
  signPackShiftWords,
  signPackTokenMaximumWords,
} from "./sign-pack-words.ts";
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
import { logSoftmaxTopKWords } from "./top-k-words.ts";

/**
 * Writes a tape, one method per operation, in the order they are to run.
 *
 * Offsets and sizes are checked here, once: TypeError for what is not a number, RangeError for an offset that is
 * absent, negative or not a multiple of 4 (int8 operands may start anywhere), and for a size that is not positive.
 * That an operand lies inside what was allocated for it is the caller's business.
 */
export class TapeBuilder {
  readonly #kernels: Kernels;
  readonly #choice: KernelChoice | undefined;
  readonly #words: number[] = [];
  readonly #operations: OperationName[] = [];
  #scratchBytes = 0;

  /** @param choice  Which kernels the tape takes; those of `kernels` unless it is given. */
  constructor(kernels: Kernels, choice: KernelChoice | undefined = kernels.choice) {
    this.#kernels = kernels;
    this.#choice = choice;
  }

  embedInt8(o: EmbedInt8): this {
    return this.#emit("embedInt8", opcode.EMBED_INT8, embedInt8Words(o));
  }

  embedFloat32(o: EmbedFloat32): this {
    return this.#emit("embedFloat32", opcode.EMBED_FLOAT32, embedFloat32Words(o));
  }

  signPackTokenMaximum(o: SignPackTokenMaximum): this {
    return this.#emit(
      "signPackTokenMaximum",
      opcode.SIGN_PACK_TOKEN_MAXIMUM,
      signPackTokenMaximumWords(o),
    );
  }

  signPackShift(o: SignPackShift): this {
    return this.#emit("signPackShift", opcode.SIGN_PACK_SHIFT, signPackShiftWords(o));
  }

  bgemm(o: Bgemm): this {
    return this.#emitProduct("bgemm", opcode.BGEMM, bgemmWords(o, this.#binaryKernels(o)), o);
  }

  bgemmInt32(o: BgemmInt32): this {
    return this.#emitProduct(
      "bgemmInt32",
      opcode.BGEMM_INT32,
      bgemmInt32Words(o, this.#binaryKernels(o)),
      o,
    );
  }

  bgemmInt8(o: BgemmInt8): this {
    return this.#emitProduct(
      "bgemmInt8",
      opcode.BGEMM_INT8,
      bgemmInt8Words(o, this.#binaryKernels(o)),
      o,
    );
  }

  bgemmSign(o: BgemmSign): this {
    return this.#emitProduct(
      "bgemmSign",
      opcode.BGEMM_SIGN,
      bgemmSignWords(o, this.#binaryKernels(o)),
      o,
    );
  }

  signWeightGemm(o: SignWeightGemm): this {
    return this.#emit("signWeightGemm", opcode.SIGN_WEIGHT_GEMM, signWeightGemmWords(o));
  }

  gemmFloat32(o: GemmFloat32): this {
    return this.#emit("gemmFloat32", opcode.GEMM_FLOAT32, gemmFloat32Words(o));
  }

  layerNorm(o: LayerNorm): this {
    return this.#emit("layerNorm", opcode.LAYER_NORM, layerNormWords(o));
  }

  relu(o: Relu): this {
    return this.#emit("relu", opcode.RELU, reluWords(o));
  }

  add(o: Add): this {
    return this.#emit("add", opcode.ADD, addWords(o));
  }

  attention(o: Attention): this {
    return this.#emit(
      "attention",
      opcode.ATTENTION,
      attentionWords(o),
      attentionScratchBytes(o.maximumKeys),
    );
  }

  quantizeInt8(o: QuantizeInt8): this {
    return this.#emit("quantizeInt8", opcode.QUANTIZE_INT8, quantizeInt8Words(o));
  }

  gemmInt8(o: GemmInt8): this {
    return this.#emit(
      "gemmInt8",
      opcode.GEMM_INT8,
      gemmInt8Words(o),
      gemmInt8ScratchBytes(o.inFeatures),
    );
  }

  logSoftmaxTopK(o: LogSoftmaxTopK): this {
    return this.#emit("logSoftmaxTopK", opcode.LOG_SOFTMAX_TOP_K, logSoftmaxTopKWords(o));
  }

  copyRows(o: CopyRows): this {
    return this.#emit("copyRows", opcode.COPY_ROWS, copyRowsWords(o));
  }

  binarize(o: Binarize): this {
    return this.#emit("binarize", opcode.BINARIZE, binarizeWords(o));
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
    return this.#emit(
      "setBitGemm",
      opcode.SET_BIT_GEMM,
      setBitGemmWords(o),
      setBitGemmScratchBytes(o.inFeatures),
    );
  }

  signPackInt8(o: SignPackInt8): this {
    return this.#emit("signPackInt8", opcode.SIGN_PACK_INT8, signPackInt8Words(o));
  }

  layerNormSignPackTokenMaximum(o: LayerNormSignPackTokenMaximum): this {
    return this.#emit(
      "layerNormSignPackTokenMaximum",
      opcode.LAYER_NORM_SIGN_PACK_TOKEN_MAXIMUM,
      layerNormSignPackTokenMaximumWords(o),
    );
  }

  layerNormSignPackShift(o: LayerNormSignPackShift): this {
    return this.#emit(
      "layerNormSignPackShift",
      opcode.LAYER_NORM_SIGN_PACK_SHIFT,
      layerNormSignPackShiftWords(o),
    );
  }

  copyBitRows(o: CopyBitRows): this {
    return this.#emit("copyBitRows", opcode.COPY_BIT_ROWS, copyBitRowsWords(o));
  }

  bitAttention(o: BitAttention): this {
    return this.#emit(
      "bitAttention",
      opcode.BIT_ATTENTION,
      bitAttentionWords(o),
      bitAttentionScratchBytes(o.maximumKeys),
    );
  }

  bconv2d(o: Bconv2d): this {
    return this.#emitConvolution("bconv2d", opcode.BCONV2D, bconv2dWords(o), o);
  }

  bconv2dInt32(o: Bconv2dInt32): this {
    return this.#emitConvolution("bconv2dInt32", opcode.BCONV2D_INT32, bconv2dInt32Words(o), o);
  }

  bconv2dInt8(o: Bconv2dInt8): this {
    return this.#emitConvolution("bconv2dInt8", opcode.BCONV2D_INT8, bconv2dInt8Words(o), o);
  }

  bconv2dSign(o: Bconv2dSign): this {
    return this.#emitConvolution("bconv2dSign", opcode.BCONV2D_SIGN, bconv2dSignWords(o), o);
  }

  bmaxPool2d(o: BmaxPool2d): this {
    return this.#emit("bmaxPool2d", opcode.BMAX_POOL2D, bmaxPool2dWords(o));
  }

  /** Writes the tape and its scratch memory into the arena. The builder may go on and build a longer tape later. */
  build(): Tape {
    const { threads } = this.#kernels;
    const bytes = threads === 1 ? this.#scratchBytes : wholeCacheLines(this.#scratchBytes);
    const scratch = bytes === 0 ? 0 : this.#kernels.allocate(threads * bytes);
    const length = HEADER_WORDS + this.#words.length;
    const offset = this.#kernels.allocate(4 * length);
    const view = this.#kernels.int32(offset, length);
    view.fill(0, 0, HEADER_WORDS);
    view[SCRATCH] = scratch;
    view[SCRATCH_BYTES] = bytes;
    view.set(this.#words, HEADER_WORDS);
    return { offset, byteLength: 4 * length, operations: [...this.#operations] };
  }

  #binaryKernels(o: BinaryProduct): number {
    return binaryKernels(this.#kernels.isa, this.#choice, o);
  }

  #emitProduct(
    operation: OperationName,
    code: number,
    operands: readonly number[],
    { inFeatures }: BinaryProduct,
  ): this {
    return this.#emit(operation, code, operands, bgemmScratch(inFeatures).byteLength);
  }

  #emitConvolution(
    operation: OperationName,
    code: number,
    operands: readonly number[],
    shape: BinaryConvolution,
  ): this {
    const { byteLength } = convolutionScratch(resolveConvolution(operation, shape));
    return this.#emit(operation, code, operands, byteLength);
  }

  #emit(
    operation: OperationName,
    code: number,
    operands: readonly number[],
    scratchBytes: number = 0,
  ): this {
    this.#words.push(code | ((operands.length + 1) << 16), ...operands);
    this.#operations.push(operation);
    this.#scratchBytes = Math.max(this.#scratchBytes, scratchBytes);
    return this;
  }
}

/** Scratch memory of one thread is no neighbour of another's within a cache line, nor in the one fetched with it. */
function wholeCacheLines(byteLength: number): number {
  return 128 * Math.ceil(byteLength / 128);
}
