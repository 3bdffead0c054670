import type { DuetReport } from "./duet-report.ts";

/** What repeated comparisons of the same two sides said. */
export interface TrialCounts {
  readonly trials: number;
  /** In which at least one arm was called slower. */
  readonly alerts: number;
  /** Arms that were called slower, of all that were measured. */
  readonly slower: number;
  readonly measured: number;
}

/** Counts alerts over reports. */
export function countTrials(reports: readonly DuetReport[]): TrialCounts {
  const slowerIn = reports.map(
    ({ rows }) => rows.filter(({ verdict }) => verdict === "slower").length,
  );
  return {
    trials: reports.length,
    alerts: slowerIn.filter((count) => count > 0).length,
    slower: slowerIn.reduce((sum, count) => sum + count, 0),
    measured: reports.reduce((sum, { rows }) => sum + rows.length, 0),
  };
}

/** `alerts in 1 of 40 runs; 1 of 480 arms called slower` */
export function formatTrials({ trials, alerts, slower, measured }: TrialCounts): string {
  return `alerts in ${alerts} of ${trials} runs; ${slower} of ${measured} arms called slower\n`;
}
