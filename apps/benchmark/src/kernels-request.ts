/** What is to be measured, as data that can be sent to a browser. */
export interface KernelsRequest {
  readonly filter: string;
  readonly isQuick: boolean;
  readonly threadCounts: readonly number[];
  readonly rounds: number;
  readonly coldRounds: number;
  readonly sampleMilliseconds: number;
  readonly turnMilliseconds: number;
}

/** What is asked for; the rest follows. */
export interface KernelsWish extends Pick<KernelsRequest, "filter" | "isQuick" | "threadCounts"> {
  /** Turns of each arm. */
  readonly rounds?: number | undefined;
}

const thorough = { rounds: 11, coldRounds: 11, sampleMilliseconds: 1, turnMilliseconds: 30 };
const quick = { rounds: 3, coldRounds: 3, sampleMilliseconds: 0.2, turnMilliseconds: 4 };

/** A request with the times that its kind has. */
export function kernelsRequest({ rounds, ...wish }: KernelsWish): KernelsRequest {
  const duration = wish.isQuick ? quick : thorough;
  return { ...wish, ...duration, ...(rounds !== undefined && { rounds, coldRounds: rounds }) };
}
