import type { Isa, WasmIsa } from "../isa.ts";
import {
  BINARY_1X16,
  BINARY_1X16C16,
  BINARY_2X32,
  BINARY_2X64,
  ROWS_OF_SECOND_RANGE,
} from "../tape/binary-kernels.ts";
import { v8Version } from "./engine-name.ts";
import type { SizeRange } from "./kernel-choice.ts";

/** A kernel that a product of bits can take. All give the same integers. */
export interface BinaryCandidate {
  /** How an instruction names it. */
  readonly code: number;
  readonly tile: "1x16" | "1x16c16" | "2x32" | "2x64";
}

const rowByRow: BinaryCandidate = { code: BINARY_1X16, tile: "1x16" };
const rowByRowDeep: BinaryCandidate = { code: BINARY_1X16C16, tile: "1x16c16" };
const narrowPairs: BinaryCandidate = { code: BINARY_2X32, tile: "2x32" };
const widePairs: BinaryCandidate = { code: BINARY_2X64, tile: "2x64" };

export const binaryCandidates: readonly BinaryCandidate[] = [
  rowByRow,
  rowByRowDeep,
  narrowPairs,
  widePairs,
];

/**
 * `<operation>_<mr>x<nr>__<isa>`, a "c16" behind the tile where trees of adders take sixteen bytes: carry-save adders need
 * plain SIMD in every module, look-ups take what theirs has.
 */
export function candidateId(operation: string, { tile }: BinaryCandidate, isa: Isa): string {
  const own = tile.startsWith("1x") ? "wasm-simd128" : isa;
  return `${operation}_${tile}__${own.replaceAll("-", "_")}`;
}

/**
 * The candidate that a product of bits takes where nothing was measured: pairs from four rows on, for spreading the
 * weights for them costs about as much as looking up one pair; the tile, and for single rows the tree of adders, that the
 * engine keeps in registers.
 */
export function candidateByRule(isa: WasmIsa, rows: SizeRange): BinaryCandidate {
  const spills = spillsLargeKernels();
  if (rows[0] < ROWS_OF_SECOND_RANGE) return spills ? rowByRow : rowByRowDeep;
  return isa === "wasm-relaxed-simd" && !spills ? widePairs : narrowPairs;
}

/**
 * On V8 12.4 the narrow tile is faster by 4 to 11 % with relaxed SIMD, on 13.6 the wide one by 5 to 12 % (from 4 rows on,
 * 256 and 1024 inputs, 64 and 256 outputs, AMD EPYC Zen 4). For a single row trees of four are faster by about a quarter
 * on 12.4, those of sixteen by up to 12 % on 13.6 (256 to 4096 inputs and outputs, there too).
 */
function spillsLargeKernels(): boolean {
  return Number.parseInt(v8Version() ?? "", 10) < 13;
}
