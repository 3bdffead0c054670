import type { PlatformAbortSignal } from "@bnnkit/core";
import type { MeasuredPoint } from "../estimate/measured-point.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { libertyText } from "../synthesis/gate-library.ts";
import { yosysVersion } from "../synthesis/locate-yosys.ts";
import { cacheKey, type SynthesisCache } from "../synthesis/synthesis-cache.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import { flows, isAsic, type SynthesisTarget } from "../synthesis/target.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";

export interface MeasureOptions {
  readonly cache?: SynthesisCache | undefined;
  readonly signal?: PlatformAbortSignal | undefined;
  readonly timeout?: number | undefined;
  /** Maps Verilog. Default: Yosys. */
  readonly synthesizer?: typeof synthesize;
}

/** A point as a cache keeps it; none out of text that a run or a disk has spoilt, which is measured again. */
function keptPoint(text: string): MeasuredPoint | undefined {
  try {
    const point = JSON.parse(text);
    return typeof point?.counts?.areaGe === "number" ? point : undefined;
  } catch {
    return undefined;
  }
}

/** Synthesises a configuration, or takes its counts from the cache, which keeps them without the netlist.
 *  @throws as `synthesize` does. */
export async function measureUnit(
  config: UnitConfig,
  target: SynthesisTarget,
  { cache, signal, timeout, synthesizer = synthesize }: MeasureOptions = {},
): Promise<MeasuredPoint> {
  const verilog = printVerilog(generateUnit(config).module);
  const library = libertyText(isAsic(target) ? target : "asic");
  const key = await cacheKey("measure 1", verilog, flows[target], library, yosysVersion);
  const known = await cache?.get(key);
  const kept = known === undefined ? undefined : keptPoint(known);
  if (kept !== undefined) return kept;
  const { lut, ff, carry, bram, dsp, lutRam, shiftRegister, wideMux, areaGe } = await synthesizer(
    verilog,
    { target, ...(signal && { signal }), ...(timeout && { timeout }) },
  );
  const counts = { lut, ff, carry, bram, dsp, lutRam, shiftRegister, wideMux, areaGe };
  const point: MeasuredPoint = { config, target, counts };
  await cache?.set(key, JSON.stringify(point));
  return point;
}
