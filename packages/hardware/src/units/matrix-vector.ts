import { checkIntegerBetween, checkLength, checkPositiveInteger } from "@bnnkit/core";
import type { ModuleBuilder } from "../netlist/module-builder.ts";
import {
  type Bus,
  constantBus,
  type Net,
  one,
  signedWidth,
  unsignedWidth,
} from "../netlist/net.ts";
import type { Stage, StageTiming, Stream, StreamNumber } from "../network/stream.ts";
import { checkChoice } from "./check-choice.ts";
import { type FoldCounter, foldCounter } from "./fold-counter.ts";
import { matrixVectorRow, type RowControl } from "./matrix-vector-row.ts";
import { weightWord } from "./matrix-vector-sums.ts";
import type { SumStyle } from "./unit-config.ts";

/** A product of a matrix and vectors that come `simd` numbers a beat and leave `pe` numbers a beat (FINN's folding). */
export interface MatrixVectorConfig {
  readonly unit: "matrix-vector";
  readonly inputs: number;
  readonly outputs: number;
  /** Outputs that are made at a time; divides `outputs`. */
  readonly pe: number;
  /** Inputs that each takes at a time; divides `inputs`. */
  readonly simd: number;
  readonly input: StreamNumber;
  /** 1: ±1; more: two's complement. */
  readonly weightBits: number;
  /** Thresholds of an output; 0: the sums leave in two's complement. */
  readonly levels: number;
  /** What leaves: of levels u is their number or, where the scale is negative, the number of those that are not reached. */
  readonly output: StreamNumber;
  readonly style: SumStyle;
}

/** The numbers that are built into it. */
export interface MatrixVectorConstants {
  /** [outputs, inputs] */
  readonly weights: ArrayLike<number>;
  /** [outputs, levels], rising in a row: levels of the dot product. */
  readonly thresholds: ArrayLike<number>;
}

/** Clocks from one vector to the next: `(outputs/pe)·(inputs/simd)`. */
export function matrixVectorCycles(
  config: Pick<MatrixVectorConfig, "inputs" | "outputs" | "pe" | "simd">,
): number {
  return (config.outputs / config.pe) * (config.inputs / config.simd);
}

/**
 * The circuit: the first fold reads the vector and keeps it, the others read it again; a result leaves a clock after its last sum.
 *
 * Beat f of the output holds outputs f·pe …; weights stand in a memory for each of the `pe`.
 *
 * @throws RangeError for sizes that do not divide, and constants of another number or range.
 */
export function matrixVector(
  m: ModuleBuilder,
  input: Stream,
  config: MatrixVectorConfig,
  constants: MatrixVectorConstants,
): Stage {
  checkMatrixVector(config, constants);
  const { pe, output } = config;
  const result = m.feedback(pe * output.bits);
  const full = m.feedback(1);
  const [isFull] = full.q;
  const connect = (ready: Net): Net => {
    const control = foldControl(m, input, config, { isFull, ready });
    const numbers = Array.from({ length: pe }, (_, p) => {
      const weights = weightsOf(m, config, constants, p, control.address);
      return matrixVectorRow(m, config, constants, p, { weights, control });
    });
    result.connect(numbers.flat(), { enable: control.isMade });
    full.connect(m.or([control.isMade], m.and([isFull], m.not([ready]))));
    return control.takes;
  };
  return { output: { data: result.q, valid: isFull }, connect };
}

/** What all rows of a folded product share. */
export interface FoldControl extends RowControl {
  /** Of the word of weights that is read for the next clock. */
  readonly address: Bus;
  /** Whether results leave the rows, and whether a beat of the vector is taken. */
  readonly isMade: Net;
  readonly takes: Net;
}

/** The counters of steps and folds, and the vector that is kept for the folds after the first. */
export function foldControl(
  m: ModuleBuilder,
  input: Stream,
  { inputs, simd, outputs, pe }: Pick<MatrixVectorConfig, "inputs" | "simd" | "outputs" | "pe">,
  { isFull, ready }: { readonly isFull: Net; readonly ready: Net },
): FoldControl {
  const [steps, folds] = [inputs / simd, outputs / pe];
  // A clock after the first one memories stand at their first word.
  const [isAwake] = m.register([one]);
  const pending = m.feedback(2);
  const [isSummed, isLastSum] = pending.q;
  const isDue = m.and([isSummed], [isLastSum]);
  const isStuck = m.and(isDue, m.and([isFull], m.not([ready])));
  const [canMove] = m.and([isAwake], m.not(isStuck));

  const fold = foldCounter(m, folds);
  const step = foldCounter(m, steps);
  const word = foldCounter(m, steps * folds);
  const [hasOperand] = m.or([input.valid], m.not([fold.first]));
  const [fires] = m.and([canMove], [hasOperand]);
  step.advance(fires);
  fold.advance(m.and([fires], [step.last])[0]);
  // Memories answer a clock later: they are asked for the word of the next clock.
  const address = word.advance(fires);
  const [isKept] = m.and([fires], [fold.first]);
  const values =
    folds === 1 ? input.data : m.mux(fold.first, input.data, kept(m, input.data, step, isKept));

  const moved = { enable: canMove };
  const [isFirst] = m.register([step.first], moved);
  const foldOfSum = folds === 1 ? [] : m.register(fold.value, moved);
  pending.connect([fires, step.last], moved);
  const [isMade] = m.and(isDue, m.not(isStuck));
  const [takes] = m.and([canMove], [fold.first]);
  return { values, canMove, isSummed, isFirst, fold: foldOfSum, address, isMade, takes };
}

/** The clocks of the circuit. */
export function matrixVectorTiming(config: MatrixVectorConfig): StageTiming {
  const steps = config.inputs / config.simd;
  const cycles = matrixVectorCycles(config);
  let [count, isAwake, isFull, isSummed, isLastSum] = [0, false, false, false, false];
  const canMove = (isOutputReady: boolean): boolean =>
    isAwake && !(isSummed && isLastSum && isFull && !isOutputReady);
  return {
    get isValid() {
      return isFull;
    },
    isReady: (isOutputReady) => canMove(isOutputReady) && count < steps,
    clock(isInputValid, isOutputReady) {
      const moves = canMove(isOutputReady);
      const isMade = moves && isSummed && isLastSum;
      isFull = isMade || (isFull && !isOutputReady);
      isAwake = true;
      if (!moves) return;
      isSummed = isInputValid || count >= steps;
      isLastSum = count % steps === steps - 1;
      if (isSummed) count = (count + 1) % cycles;
    },
  };
}

/** The beats of a vector, kept for the folds after the first. */
function kept(m: ModuleBuilder, data: Bus, step: FoldCounter, writeEnable: Net): Bus {
  const address = step.value;
  if (address.length === 0) return m.register(data, { enable: writeEnable });
  const ports = { writeEnable, writeAddress: address, writeData: data, address };
  return m.ram(2 ** address.length, ports, { isSynchronous: false });
}

/** The weights that one of the `pe` has at hand. */
function weightsOf(
  m: ModuleBuilder,
  config: MatrixVectorConfig,
  { weights }: MatrixVectorConstants,
  p: number,
  address: Bus,
): Bus {
  const { inputs, outputs, pe, simd, weightBits } = config;
  const words = Array.from({ length: matrixVectorCycles(config) }, (_, word) => {
    const steps = inputs / simd;
    const start = (Math.floor(word / steps) * pe + p) * inputs + (word % steps) * simd;
    let bits = 0n;
    for (let lane = simd - 1; lane >= 0; lane--)
      bits = (bits << BigInt(weightBits)) | weightWord(weights[start + lane], weightBits);
    return bits;
  });
  const width = simd * weightBits;
  if (outputs === pe && inputs === simd) return constantBus(words[0], width + 1).slice(0, width);
  return m.rom(words, width, address);
}

/** What sums of a product need in two's complement: bits for every dot product that may come out. */
export function sumNumber(
  config: Pick<MatrixVectorConfig, "inputs" | "input" | "weightBits">,
): StreamNumber {
  const { inputs, input, weightBits } = config;
  const ends = [input.offset, input.offset + input.scale * (2 ** input.bits - 1)];
  const factors =
    weightBits === 1 ? [-1, 1] : [-(2 ** (weightBits - 1)), 2 ** (weightBits - 1) - 1];
  const products = ends.flatMap((value) => factors.map((factor) => inputs * value * factor));
  const bits = signedWidth(Math.min(0, ...products), Math.max(0, ...products));
  return { bits, scale: 1, offset: 0 };
}

function checkMatrixVector(config: MatrixVectorConfig, constants: MatrixVectorConstants): void {
  const where = "matrixVector";
  const { inputs, outputs, pe, simd, weightBits, levels, input, output } = config;
  checkChoice(where, "style", config.style, ["compressor", "carry-chain", "behavioural"]);
  for (const [name, size] of Object.entries({ inputs, outputs, pe, simd, weightBits }))
    checkPositiveInteger(where, name, size);
  checkPositiveInteger(where, "input.bits", input.bits);
  checkIntegerBetween(where, "levels", levels, 0, 255);
  if (outputs % pe !== 0) throw dividing("pe", pe, "outputs", outputs);
  if (inputs % simd !== 0) throw dividing("simd", simd, "inputs", inputs);
  const bits = levels === 0 ? sumNumber(config).bits : unsignedWidth(levels);
  checkIntegerBetween(where, "output.bits", output.bits, bits, bits);
  checkLength(where, "weights", constants.weights.length, outputs * inputs);
  checkLength(where, "thresholds", constants.thresholds.length, outputs * levels);
  const most = weightBits === 1 ? 1 : 2 ** (weightBits - 1) - 1;
  for (const weight of Array.from(constants.weights)) {
    checkIntegerBetween(where, "weights", weight, weightBits === 1 ? -1 : -most - 1, most);
    if (weightBits === 1 && weight === 0)
      throw new RangeError(`${where}: weights must be ±1, got 0`);
  }
}

function dividing(name: string, size: number, whole: string, count: number): RangeError {
  return new RangeError(`matrixVector: ${name} must divide ${whole} (${count}), got ${size}`);
}
