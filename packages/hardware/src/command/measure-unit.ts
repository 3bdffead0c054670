import type { PlatformAbortSignal } from "@bnnkit/core";
import type { MeasuredPoint } from "../estimate/measured-point.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { libertyText } from "../synthesis/gate-library.ts";
import { yosysVersion } from "../synthesis/locate-yosys.ts";
import { cacheKey, type SynthesisCache } from "../synthesis/synthesis-cache.ts";
import { synthesize } from "../synthesis/synthesize.ts";
import { flows, type Target } from "../synthesis/target.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";

export interface MeasureOptions {
  readonly cache?: SynthesisCache | undefined;
  readonly signal?: PlatformAbortSignal | undefined;
  readonly timeout?: number | undefined;
  /** Maps Verilog. Default: Yosys. */
  readonly synthesizer?: typeof synthesize;
}

/** Synthesises a configuration, or takes its counts from the cache, which keeps them without the netlist.
 *  @throws as `synthesize` does. */
export async function measureUnit(
  config: UnitConfig,
  target: Target,
  { cache, signal, timeout, synthesizer = synthesize }: MeasureOptions = {},
): Promise<MeasuredPoint> {
  const verilog = printVerilog(generateUnit(config).module);
  const key = await cacheKey("measure 1", verilog, flows[target], libertyText(), yosysVersion);
  const known = await cache?.get(key);
  if (known !== undefined) return JSON.parse(known);
  const { lut, ff, carry, bram, dsp, lutRam, shiftRegister, wideMux, areaGe } = await synthesizer(
    verilog,
    { target, ...(signal && { signal }), ...(timeout && { timeout }) },
  );
  const counts = { lut, ff, carry, bram, dsp, lutRam, shiftRegister, wideMux, areaGe };
  const point: MeasuredPoint = { config, target, counts };
  await cache?.set(key, JSON.stringify(point));
  return point;
}
