import { normalEquations, ridge } from "../estimate/least-squares.ts";
import { dwnCores } from "../published/dwn-cores.ts";
import {
  dwnEncoders,
  type EncodedNumbers,
  type PublishedEncoder,
} from "../published/dwn-encoders.ts";
import { coreLuts, fitVoteLuts } from "./core-luts.ts";

/** Distinct comparators that learned connections read, as if each chose any candidate: M·(1 − e^(−reads/M)).
 *  @param candidates  M
 *  @param reads  tables of the first layer times their inputs */
export function expectedComparators(candidates: number, reads: number): number {
  return candidates * -Math.expm1(-reads / candidates);
}

/** What comparators with constants take, for each of their terms. */
export type EncoderLuts = readonly number[];

/** LUTs of comparators of some numbers with constants, before a network is trained.
 *
 *  Of jets D·(α + β·log₂(2¹⁶·16/D)) + 16·γ: the nearer constants of a number lie, the more of their comparators is shared. Of pixels α·D. */
export function encoderLuts(
  numbers: EncodedNumbers,
  comparators: number,
  luts: EncoderLuts = fitEncoderLuts(dwnEncoders, numbers),
): number {
  return termsOf(numbers, comparators).reduce((sum, term, i) => sum + term * luts[i], 0);
}

/** Least relative squares over the encoders of such numbers. */
export function fitEncoderLuts(
  encoders: readonly PublishedEncoder[],
  numbers: EncodedNumbers,
): EncoderLuts {
  const own = encoders.filter((encoder) => encoder.numbers === numbers);
  const equations = own.map((encoder) => ({
    ...{ x: termsOf(numbers, comparatorsOf(encoder)), y: encoder.lut, weight: 1 / encoder.lut },
  }));
  const terms = termsOf(numbers, 1).length;
  return [...ridge(normalEquations(equations, terms), { strength: 0 })];
}

/** How far the LUTs of encoder and core together are off, by fits to cores and encoders of other architectures. */
export function leaveOneOutWithEncoder(numbers: EncodedNumbers): readonly number[] {
  const classes = numbers === "jets" ? 5 : 10;
  return dwnEncoders.flatMap((encoder) => {
    const { tables, totalLut } = encoder;
    if (encoder.numbers !== numbers || totalLut === undefined) return [];
    const isOther = (one: { readonly tables: readonly number[] }): boolean =>
      one.tables.join() !== tables.join();
    const cores = dwnCores.filter((core) => core.classes !== classes || isOther(core));
    const tableLuts = tables.reduce((sum, count) => sum + count, 0);
    const size = { tableLuts, lastTables: tables.at(-1) ?? 0, classes };
    const luts = fitEncoderLuts(dwnEncoders.filter(isOther), numbers);
    const inFront = encoderLuts(numbers, comparatorsOf(encoder), luts);
    return [(coreLuts(size, fitVoteLuts(cores)) + inFront) / totalLut - 1];
  });
}

function comparatorsOf({ tables, inputsPerTable, candidates }: PublishedEncoder): number {
  return expectedComparators(candidates, tables[0] * inputsPerTable);
}

function termsOf(numbers: EncodedNumbers, comparators: number): readonly number[] {
  if (numbers === "pixels") return [comparators];
  return [comparators, comparators * Math.log2((2 ** 16 * 16) / comparators), 16];
}
