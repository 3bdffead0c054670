import { SingleBar } from "cli-progress";

/** How many sentences have been translated. */
export interface SentenceBar {
  update(finished: number, total: number): void;
  /** Takes the bar away, wherever it stands. */
  end(): void;
}

/** A progress bar on a terminal, nothing elsewhere. */
export function createSentenceBar(): SentenceBar {
  const format = "{bar} {value}/{total} sentences | {eta_formatted} left";
  const bar = new SingleBar({
    stream: process.stderr,
    format,
    hideCursor: true,
    clearOnComplete: true,
  });
  let isShown = false;
  return {
    update(finished, total) {
      if (!process.stderr.isTTY) return;
      if (isShown) bar.update(finished);
      else bar.start(total, finished);
      isShown = true;
    },
    end: () => bar.stop(),
  };
}
