import { nangate45Energy } from "../energy/gate-energy.ts";
import { horowitzTable } from "../energy/horowitz.ts";
import { type Figure, figureBetween, type Provenance } from "../figure.ts";
import type { StageSwitching } from "./estimate-stage.ts";

const provenance: Provenance = {
  source:
    "gates as of Nangate 45 at 1.1 V, half of their outputs changing at each step; memories as of 8 KB, 45 nm (Horowitz 2014); no wires",
  ...{ nodeNm: 45, voltageV: 1.1 },
};

/** A read of 64 bits, bit by bit. */
const picojoulesOfMemoryBit = horowitzTable["sram-8k-read"].energyPj / 64;

/** That half of all outputs change is what even, independent bits do; those of a network are neither. */
const [low, high] = [0.4, 1.6];

/**
 * Energy of an inference in pJ: gates change in each step that does work, clock pins of flip-flops in each clock.
 *
 * @param steps  Beats, or steps of products, that the stage works on.
 * @param clocks  From one inference to the next.
 */
export function stageEnergyPj(
  { gatesGe, flipFlops, memoryBits }: StageSwitching,
  { steps, clocks }: { readonly steps: number; readonly clocks: number },
): Figure {
  const { energyFjPerGe, clockGe } = nangate45Energy;
  const gates = (energyFjPerGe / 1000) * (gatesGe * steps + clockGe * flipFlops * clocks);
  const value = gates + picojoulesOfMemoryBit * memoryBits * steps;
  return figureBetween([low * value, value, high * value], provenance);
}
