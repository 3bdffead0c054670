import cliProgress from "cli-progress";
import type { Surroundings } from "../program.ts";
import { type BatchProgress, formatProgress } from "./batch-progress.ts";

/** Where progress is shown. */
export interface BatchReport {
  readonly update: (progress: BatchProgress) => void;
  readonly end: () => void;
}

/** How often a log gets a line, milliseconds. */
const logEvery = 30_000;

/** Shows progress on the terminal, or from time to time as a line where nobody looks. */
export function openReport(
  name: string,
  { error, terminal }: Pick<Surroundings, "error" | "terminal">,
): BatchReport {
  if (terminal === undefined) return openLog(name, error);
  const bar = new cliProgress.SingleBar({
    format: `${name.replaceAll(/[{}]/g, "")}  {bar}  {done}`,
    stream: terminal,
    clearOnComplete: true,
  });
  bar.start(1, 0, { done: "" });
  return {
    update: (progress) => {
      bar.setTotal(progress.allBytes ?? progress.bytes + 1);
      bar.update(progress.bytes, { done: formatProgress(progress) });
    },
    end: () => bar.stop(),
  };
}

function openLog(name: string, error: (text: string) => void): BatchReport {
  let toldAt = performance.now();
  return {
    update: (progress) => {
      if (performance.now() - toldAt < logEvery) return;
      toldAt = performance.now();
      error(`${name}: ${formatProgress(progress)}\n`);
    },
    end: () => undefined,
  };
}
