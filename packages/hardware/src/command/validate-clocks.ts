import { unitPeriodNs } from "../delay/unit-period.ts";
import type { Figure } from "../figure.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import { routerVersion, routeUnit, routingSeeds } from "./route-unit.ts";
import type { Surroundings } from "./surroundings.ts";

/** A clock period beside what was routed. */
export interface ComparedClock {
  readonly config: UnitConfig;
  readonly predicted: Figure;
  /** Of each seed, and their mean, in ns. */
  readonly periodsNs: readonly number[];
  readonly measuredNs: number;
  /** (predicted − measured) / measured, in per cent. */
  readonly error: number;
  readonly isCovered: boolean;
}

export interface ClockOptions {
  readonly json: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** Predicts clock periods on an iCE40 HX8K, then places and routes, and prints both.
 *  @throws UsageError without a router; Error if no unit could be routed. */
export async function validateClocks(
  configs: readonly UnitConfig[],
  { json, timeout }: ClockOptions,
  { output, error, signal }: Surroundings,
): Promise<void> {
  const version = await routerVersion();
  const predicted = configs.map((config) => unitPeriodNs(config));
  const compared: ComparedClock[] = [];
  for (const [i, config] of configs.entries()) {
    signal.throwIfAborted();
    const done = `${i + 1}/${configs.length}`;
    try {
      const periods = await routeUnit(config, { signal, timeout: timeout * 1000 });
      compared.push(compareClock(config, predicted[i], periods));
      error(`${done} ${JSON.stringify(config)}\n`);
    } catch (problem) {
      signal.throwIfAborted();
      const reason = problem instanceof Error ? problem.message : String(problem);
      error(`${done} left out: ${reason}: ${JSON.stringify(config)}\n`);
    }
  }
  if (compared.length === 0) throw new Error("no unit could be placed and routed");
  const router = `nextpnr-ice40 ${version}, HX8K, seeds ${routingSeeds.join(", ")}`;
  const summary = summarize(compared);
  if (json) output(`${JSON.stringify({ router, clocks: compared, summary }, null, 1)}\n`);
  else output([...compared.map(formatClock), formatSummary(router, summary), ""].join("\n"));
}

export function compareClock(
  config: UnitConfig,
  predicted: Figure,
  periodsNs: readonly number[],
): ComparedClock {
  const measuredNs = periodsNs.reduce((sum, period) => sum + period, 0) / periodsNs.length;
  return {
    ...{ config, predicted, periodsNs, measuredNs },
    error: (100 * (predicted.value - measuredNs)) / measuredNs,
    isCovered: measuredNs >= predicted.low && measuredNs <= predicted.high,
  };
}

interface ClockSummary {
  readonly points: number;
  readonly mean: number;
  readonly worst: number;
  readonly coverage: number;
}

function summarize(compared: readonly ComparedClock[]): ClockSummary {
  const sizes = compared.map(({ error }) => Math.abs(error));
  return {
    points: compared.length,
    mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    worst: Math.max(...sizes),
    coverage: compared.filter(({ isCovered }) => isCovered).length / compared.length,
  };
}

function formatClock({ config, predicted, periodsNs, measuredNs, error }: ComparedClock): string {
  const { value, low, high } = predicted;
  const seeds = periodsNs.map((period) => period.toFixed(2)).join(" ");
  const figures = `${value.toFixed(2)} ns (${low.toFixed(2)} … ${high.toFixed(2)}) predicted, ${measuredNs.toFixed(2)} routed (${seeds})`;
  return `${figures}, ${error < 0 ? "" : "+"}${error.toFixed(1)} %  ${JSON.stringify(config)}`;
}

function formatSummary(router: string, { points, mean, worst, coverage }: ClockSummary): string {
  const errors = `mean ${mean.toFixed(1)} %, worst ${worst.toFixed(1)} %`;
  return `${router}: ${points} points: ${errors}; ${(100 * coverage).toFixed(0)} % in their intervals`;
}
