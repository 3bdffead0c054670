import type { HardwarePart } from "../devices/asic-processes.ts";
import type { Device } from "../devices/devices.ts";
import type { FoldingCost } from "../folding/choose-folding.ts";
import type { StageConfig } from "../network/stage-config.ts";
import type { CircuitSize } from "./circuit-size.ts";
import type { CircuitCost, StageCost } from "./estimate-stage.ts";
import type { LayerEstimate, ResourceUse } from "./model-estimate.ts";

/** Bits of a block memory as blocks are counted: RAMB36 of xc7 are two. */
const countedBlockBits: Readonly<Record<Device["target"], number>> = {
  ...{ xc7: 18_432, ice40: 4_096, ecp5: 18_432 },
};

const resources = ["lut", "ff", "bram", "dsp"] as const;

/** What a part has; nothing for a process. */
export function capacityOf(part: HardwarePart): Readonly<Record<ResourceUse["resource"], number>> {
  if (part.target === "asic") {
    const most = Number.POSITIVE_INFINITY;
    return { lut: most, ff: most, bram: most, dsp: most };
  }
  const { lut, ff, dsp, blockRams, blockRamBits, target } = part;
  return { lut, ff, dsp, bram: (blockRams * blockRamBits) / countedBlockBits[target] };
}

/** Whether a circuit is within a part. */
export function isWithin(size: CircuitSize, part: HardwarePart): boolean {
  const capacity = capacityOf(part);
  return resources.every((resource) => size[resource] <= capacity[resource]);
}

/** How full a part is, resource by resource. */
export function partUse(
  part: HardwarePart,
  total: CircuitCost,
  layers: readonly LayerEstimate[],
): readonly ResourceUse[] {
  if (part.target === "asic") return [];
  const capacity = capacityOf(part);
  return resources.map((resource): ResourceUse => {
    const used = total[resource];
    const available = capacity[resource];
    const [most] = [...layers].sort((a, b) => b[resource].value - a[resource].value);
    const share = used.value === 0 ? 0 : used.value / available;
    return { resource, used, available, share, mostOf: most?.name ?? "" };
  });
}

/** What foldings are chosen by: the share of a part that a product takes with the buffer of its vector, look-up tables and block memories alike. */
export function foldingCost(
  part: HardwarePart,
  costs: (config: StageConfig) => StageCost,
): FoldingCost {
  return (config) => {
    const { inputs, simd, input } = config;
    const depth = Math.max(2, inputs / simd);
    const buffer = { unit: "stream-buffer", bits: simd * input.bits, depth } as const;
    return shareOf(costs(config), part) + shareOf(costs(buffer), part);
  };
}

function shareOf(cost: CircuitCost, part: HardwarePart): number {
  if (part.target === "asic") return cost.areaGe.value;
  const { lut, bram } = capacityOf(part);
  return cost.lut.value / lut + (bram > 0 ? cost.bram.value / bram : 0);
}
