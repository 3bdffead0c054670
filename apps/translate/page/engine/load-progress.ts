/** How far a model is: its files are read (from the network, or as they were kept), then made ready. */
export interface LoadProgress {
  readonly stage: "reading" | "preparing";
  /** Bytes of both files so far. */
  readonly loadedBytes: number;
  /** Bytes of both files; undefined where neither the page nor the server says. */
  readonly totalBytes: number | undefined;
}
