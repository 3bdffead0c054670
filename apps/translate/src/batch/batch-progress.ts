/** How far a run over a file is. */
export interface BatchProgress {
  readonly lines: number;
  /** Bytes of the source, and how many of them are translated; the whole is not known of a pipe. */
  readonly bytes: number;
  readonly allBytes: number | undefined;
  /** Bytes translated and seconds passed in this run, which may go on with another one. */
  readonly ownBytes: number;
  readonly ownSeconds: number;
}

/** Progress as a line for people: lines, share, time left. */
export function formatProgress(progress: BatchProgress): string {
  const { lines, bytes, allBytes, ownBytes, ownSeconds } = progress;
  const done = `${lines.toLocaleString("en")} lines`;
  if (allBytes === undefined || allBytes === 0) return done;
  const share = `${Math.floor((100 * bytes) / allBytes)} %`;
  if (ownBytes === 0 || ownSeconds === 0) return `${done}, ${share}`;
  const left = Math.ceil(((allBytes - bytes) * ownSeconds) / ownBytes);
  return `${done}, ${share}, ${formatSeconds(left)} left`;
}

function formatSeconds(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
