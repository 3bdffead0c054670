import type { Calibration } from "../estimate/calibration.ts";
import { defaultCalibration } from "../estimate/default-calibration.generated.ts";
import { fitIn, ruleSource } from "../estimate/estimate-unit.ts";
import { fittedQuantity } from "../estimate/fit-calibration.ts";
import { dot } from "../estimate/least-squares.ts";
import { structuralCoefficients } from "../estimate/structural-coefficients.ts";
import { exactFigure, type Figure, figureBetween, figureOf } from "../figure.ts";
import type { StageConfig } from "../network/stage-config.ts";
import type { Target } from "../synthesis/target.ts";
import type { CircuitCounts, CountedMemory } from "./circuit-counts.ts";
import { placeMemory, type WeightPlace } from "./place-memory.ts";
import { stageCounter } from "./stage-counts.ts";
import { stageErrors } from "./stage-errors.ts";

/** What a circuit takes. */
export interface CircuitCost {
  /** Look-up tables in all, and those of them that are memories; 0 on an ASIC. */
  readonly lut: Figure;
  readonly lutOfMemories: Figure;
  readonly ff: Figure;
  readonly carry: Figure;
  /** Block memories: 18 Kbit on xc7 and ECP5, 4 Kbit on iCE40; 0 on an ASIC. */
  readonly bram: Figure;
  readonly dsp: Figure;
  /** Gate equivalents, memories included; 0 on an FPGA. */
  readonly areaGe: Figure;
}

/** What changes in a circuit, in gate equivalents and bits of memories: energies follow from it. */
export interface StageSwitching {
  /** Of gates and registers that work on a beat or step. */
  readonly gatesGe: number;
  /** Flip-flops that the clock drives. */
  readonly flipFlops: number;
  /** Bits that memories are read in a step. */
  readonly memoryBits: number;
}

/** What a stage takes. */
export interface StageCost extends CircuitCost {
  readonly switching: StageSwitching;
  /** Bits of memories that are written. */
  readonly bufferBits: number;
}

export interface StageCostOptions {
  readonly calibration?: Calibration;
  /** Default auto. */
  readonly weights?: WeightPlace;
}

/** What stages take on a target; each is counted once, whatever it is asked about. */
export function stageCosts(
  target: Target,
  { calibration = defaultCalibration, weights = "auto" }: StageCostOptions = {},
): (config: StageConfig) => StageCost {
  const fit = fitIn("estimateModel", calibration.fits, target, fittedQuantity(target));
  const countsOf = stageCounter(target);
  const known = new Map<string, StageCost>();
  const source = `coefficients fitted to ${calibration.tool}`;
  return (config) => {
    const key = JSON.stringify(config);
    const cost = known.get(key);
    if (cost !== undefined) return cost;
    const style = config.unit === "matrix-vector" ? fit.styles[config.style] : undefined;
    const counts = countsOf(config);
    const logic = Math.max(0, dot(style ?? fit.coefficients, counts.features));
    const made = costOf(counts, { target, logic, weights, source });
    known.set(key, made);
    return made;
  };
}

interface Pricing {
  readonly target: Target;
  readonly logic: number;
  readonly weights: WeightPlace;
  readonly source: string;
}

function costOf(counts: CircuitCounts, { target, logic, weights, source }: Pricing): StageCost {
  const placed = counts.memories.map((memory) => ({
    ...{ count: memory.count, made: placeMemory(memory, target, weights) },
  }));
  const total = (of: "lut" | "ff" | "bram" | "areaGe"): number =>
    placed.reduce((sum, { count, made }) => sum + count * made[of], 0);
  const isAsic = target === "asic";
  const [rule, zero] = [{ source: ruleSource }, exactFigure(0, ruleSource)];
  const quantity = figureOf(logic, stageErrors[target], { source });
  const { value, low, high } = quantity;
  const memoryArea = total("areaGe");
  const lutOfMemories = figureOf(total("lut"), memoryError, rule);
  const { readBits = 0, idleBits = 0 } = counts;
  // What starts a memory that is read by the clock at 0 takes registers of its own on some parts.
  const ff = counts.ff + readBits * (total("bram") > 0 ? 1 : 0) + (isAsic ? 0 : total("ff"));
  const carry = [Math.max(0, counts.carry - counts.carryMargin), counts.carry, counts.carry];
  return {
    lut: isAsic
      ? zero
      : figureBetween(
          [low + lutOfMemories.low, value + lutOfMemories.value, high + lutOfMemories.high],
          { source },
        ),
    lutOfMemories,
    ff: figureBetween(
      [ff - readBits - idleBits, ff, ff + 2 * readBits + (readBits > 0 ? 1 : 0)],
      rule,
    ),
    carry: figureBetween([carry[0], carry[1], carry[2] + counts.carryMargin], rule),
    bram: exactFigure(total("bram"), ruleSource),
    dsp: zero,
    areaGe: isAsic
      ? figureBetween([low + memoryArea * 0.9, value + memoryArea, high + memoryArea * 1.1], {
          source,
        })
      : zero,
    switching: {
      gatesGe: switchedGe(counts),
      flipFlops: ff,
      memoryBits: sumOf(counts.memories, ({ width }) => width),
    },
    bufferBits: sumOf(counts.memories, ({ ports, words, width }) =>
      ports === "read-write" ? words * width : 0,
    ),
  };
}

/** Of memories made of look-up tables: the synthesiser leaves out what two of them share. */
const memoryError = 0.1;

const gateCoefficients = structuralCoefficients("asic", "areaGe");

/** Half of what there is: nets that are 0 or 1 evenly change in every other step. */
function switchedGe({ features }: CircuitCounts): number {
  return dot(gateCoefficients, features) / 2;
}

function sumOf(memories: readonly CountedMemory[], of: (memory: CountedMemory) => number): number {
  return memories.reduce((sum, memory) => sum + memory.count * of(memory), 0);
}
