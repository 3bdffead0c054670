import { scaleVoltage } from "../energy/voltage-scaling.ts";
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
 * supplies of one chip, the energy of an operation by {@link scaleVoltage} where both are above the threshold of its model.
 */
export function comparePublished(
  chips: readonly PublishedChip[] = publishedChips,
): PublishedComparison[] {
  return [...chips.flatMap(throughputOf), ...chips.flatMap((chip) => energyRatios(chip, chips))];
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
    const exponent = Math.log(scaleVoltage(1.2, 1.5).dynamicEnergy) / Math.log(1.25);
    const from = `V^${exponent.toFixed(2)}, extrapolated from 1.2 … 1.5 V`;
    const quantity = `energy of an operation at ${supply} V over that at ${otherSupply} V`;
    const what = { chip: chip.name, quantity, unit: "", from };
    return [compare(what, (supply / otherSupply) ** exponent, energy / otherEnergy)];
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
