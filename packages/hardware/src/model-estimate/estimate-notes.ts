import { type DelayTarget, popcountDelayNs } from "../delay/popcount-delay.ts";
import type { HardwarePart } from "../devices/asic-processes.ts";
import type { LayerEstimate, ResourceUse } from "./model-estimate.ts";

const resourceNames: Readonly<Record<ResourceUse["resource"], string>> = {
  ...{ lut: "look-up tables", ff: "flip-flops", bram: "block memories", dsp: "multipliers" },
};

interface Estimated {
  readonly part: HardwarePart;
  readonly clockMHz: number;
  readonly use: readonly ResourceUse[];
  readonly layers: readonly LayerEstimate[];
}

/** What is to be known about figures: what does not fit and why, whether the clock may be reached, what energies are of. */
export function estimateNotes({ part, clockMHz, use, layers }: Estimated): readonly string[] {
  const tooSmall = use
    .filter(({ share }) => share > 1)
    .map(({ resource, used, available, mostOf }) => {
      const wanted = Math.round(used.value);
      return `${part.name} has ${available} ${resourceNames[resource]}, and ${wanted} are needed; ${mostOf} takes most of them`;
    });
  return [...tooSmall, clockNote(part, clockMHz, layers), energyNote(part)];
}

function clockNote(part: HardwarePart, clockMHz: number, layers: readonly LayerEstimate[]): string {
  const target = delayTargets.get(part.name);
  const lanes = Math.max(2, ...layers.map(({ folding }) => folding?.simd ?? 0));
  if (target === undefined)
    return `of delays on ${part.name} there are no data: only place and route says whether it reaches ${clockMHz} MHz`;
  const { value } = popcountDelayNs(lanes, target);
  const fastest = Math.round(1000 / Math.max(value, Number.MIN_VALUE));
  if (clockMHz <= fastest)
    return `a popcount of ${lanes} lanes on ${part.name} allows ${fastest} MHz`;
  return `${clockMHz} MHz are more than the ${fastest} MHz that a popcount of ${lanes} lanes on ${part.name} allows`;
}

const delayTargets: ReadonlyMap<string, DelayTarget> = new Map<string, DelayTarget>([
  ["ice40hx8k", "ice40-hx8k"],
  ["ihp-sg13g2", "ihp-sg13g2"],
  ["nangate45", "nangate45"],
]);

function energyNote(part: HardwarePart): string {
  const own = part.name === "nangate45" ? "" : `, not of ${part.name}`;
  return `energies are those of gates and memories of 45 nm at 1.1 V without wires${own}`;
}
