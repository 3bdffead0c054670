import { popcountEnergyPj } from "../energy/popcount-energy.ts";
import { ihpVoltageModel } from "../energy/voltage-scaling.ts";
import { sramMacro } from "../memory/sram-macro.ts";
import { type PublishedChip, publishedChips } from "./published-chip.ts";

/** A published number beside what follows for it. */
export interface PublishedComparison {
  readonly chip: string;
  readonly quantity: string;
  readonly unit: string;
  readonly predicted: number;
  readonly published: number;
  /** `predicted / published − 1`. */
  readonly difference: number;
  /** Where the prediction comes from. */
  readonly from: string;
}

/**
 * Predicted beside published wherever a chip has both: throughput from clock and units, throughput from efficiency and power, and, between two
 * supplies of one chip, the energy of an operation by the exponent of {@link ihpVoltageModel}; between weights of more bits and of fewer, both by
 * their bits; and the energy of what it adds up by, alone, at the node of the cells that it is known of: nodes are not scaled into one another.
 */
export function comparePublished(
  chips: readonly PublishedChip[] = publishedChips,
): PublishedComparison[] {
  return [
    ...chips.flatMap(throughputOf),
    ...chips.flatMap((chip) => energyRatios(chip, chips)),
    ...chips.flatMap((chip) => bitSerialRatios(chip, chips)),
    ...chips.flatMap(energyOfUnits),
  ];
}

/** Of a chip that takes weights bit by bit: throughput and energy of an operation are as many bits apart. */
function bitSerialRatios(
  chip: PublishedChip,
  chips: readonly PublishedChip[],
): PublishedComparison[] {
  const { series, weightBits } = chip;
  if (series === undefined || weightBits === undefined) return [];
  return chips.flatMap((other) => {
    if (other.series !== series || other.weightBits === undefined) return [];
    if (other.weightBits <= weightBits) return [];
    const predicted = other.weightBits / weightBits;
    const from = `${other.weightBits} bits of a weight over ${weightBits}, one after another`;
    const ratioOf = (of: (one: PublishedChip) => number | undefined): number | undefined => {
      const [own, its] = [of(chip), of(other)];
      return own === undefined || its === undefined ? undefined : own / its;
    };
    const throughput = ratioOf(({ throughputGops }) => throughputGops?.value);
    const energy = ratioOf((one) => 1 / (energyOfOperationPj(one) ?? Number.NaN));
    const ratio = (quantity: string, published: number | undefined): PublishedComparison[] =>
      published === undefined
        ? []
        : [compare({ chip: series, quantity, unit: "", from }, predicted, published)];
    return [
      ...ratio(`operations a second at ${weightBits} bit over ${other.weightBits}`, throughput),
      ...ratio(`operations a joule at ${weightBits} bit over ${other.weightBits}`, energy),
    ];
  });
}

/** The energy of an operation in what the chip adds up by, at its supply: without memories, control and wires, and at the node of the cells. */
function energyOfUnits(chip: PublishedChip): PublishedComparison[] {
  const { name, voltageV, sums } = chip;
  const published = energyOfOperationPj(chip);
  if (sums === undefined || voltageV === undefined || published === undefined) return [];
  const { pj, from } = energyOfSums(sums, voltageV.value);
  const quantity = `energy of an operation at ${voltageV.value} V, of its ${sums} alone`;
  return [compare({ chip: name, quantity, unit: "pJ", from }, pj, published)];
}

function energyOfSums(
  sums: NonNullable<PublishedChip["sums"]>,
  supply: number,
): { readonly pj: number; readonly from: string } {
  switch (sums) {
    case "popcounts": {
      // A lane is two operations.
      const lane = popcountEnergyPj(256);
      const { nodeNm, voltageV } = lane.provenance;
      return {
        pj: (lane.value / 256 / 2) * dynamicEnergyFactor(voltageV ?? supply, supply),
        from: `XNOR-popcount of cells of ${nodeNm} nm at ${voltageV} V, by V^${energyExponent}`,
      };
    }
    case "rows of memory": {
      const { readPj } = sramMacro({ words: 4096, width: 64 });
      const { nodeNm, voltageV } = readPj.provenance;
      return {
        pj: (readPj.value / 64 / 2) * dynamicEnergyFactor(voltageV ?? supply, supply),
        from: `a row of a macro of 4096 × 64 bits of ${nodeNm} nm at ${voltageV} V, by V^${energyExponent}`,
      };
    }
  }
}

const energyExponent = ihpVoltageModel.energyExponent.toFixed(2);

function dynamicEnergyFactor(fromV: number, toV: number): number {
  return (toV / fromV) ** ihpVoltageModel.energyExponent;
}

function throughputOf(chip: PublishedChip): PublishedComparison[] {
  const { name, clockMhz, opsPerCycle, throughputGops } = chip;
  if (clockMhz === undefined || opsPerCycle === undefined || throughputGops === undefined)
    return [];
  const predicted = (clockMhz.value * opsPerCycle) / 1000;
  const from = `${clockMhz.value} MHz · ${opsPerCycle} operations a clock`;
  const what = { chip: name, quantity: "throughput", unit: "GOp/s", from };
  return [compare(what, predicted, throughputGops.value)];
}

function energyRatios(chip: PublishedChip, chips: readonly PublishedChip[]): PublishedComparison[] {
  const energy = energyOfOperationPj(chip);
  const supply = chip.voltageV?.value;
  if (energy === undefined || supply === undefined) return [];
  return chips.flatMap((other) => {
    const [otherEnergy, otherSupply] = [energyOfOperationPj(other), other.voltageV?.value];
    if (other.name !== chip.name || otherEnergy === undefined || otherSupply === undefined)
      return [];
    if (otherSupply >= supply) return [];
    const from = `V^${energyExponent}, extrapolated from 1.2 … 1.5 V`;
    const quantity = `energy of an operation at ${supply} V over that at ${otherSupply} V`;
    const what = { chip: chip.name, quantity, unit: "", from };
    return [compare(what, dynamicEnergyFactor(otherSupply, supply), energy / otherEnergy)];
  });
}

/** Energy of one operation in pJ: W over TOp/s. */
export function energyOfOperationPj(chip: PublishedChip): number | undefined {
  const { efficiencyTopsPerW, powerMw, throughputGops } = chip;
  if (efficiencyTopsPerW !== undefined) return 1 / efficiencyTopsPerW.value;
  if (powerMw === undefined || throughputGops === undefined) return undefined;
  return powerMw.value / throughputGops.value;
}

function compare(
  what: Pick<PublishedComparison, "chip" | "quantity" | "unit" | "from">,
  predicted: number,
  published: number,
): PublishedComparison {
  return { ...what, predicted, published, difference: predicted / published - 1 };
}
