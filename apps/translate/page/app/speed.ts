import type { RunReport } from "../engine/run-report.ts";

type Statistics = RunReport["statistics"];

/** Tokens per second between two reports of one model; undefined where nothing was translated. */
export function speedBetween(before: Statistics | undefined, now: Statistics): number | undefined {
  const time = (of: Statistics | undefined): number =>
    (of?.encodeMilliseconds ?? 0) + (of?.decodeMilliseconds ?? 0);
  const milliseconds = time(now) - time(before);
  const tokens = now.generatedTokens - (before?.generatedTokens ?? 0);
  return milliseconds > 0 && tokens > 0 ? (1000 * tokens) / milliseconds : undefined;
}
