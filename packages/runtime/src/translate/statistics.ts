import type { Hypothesis } from "../search/hypothesis.ts";

/** Speed and memory of a session since it was made. Times are wall-clock, pauses for the event loop included. */
export interface Statistics {
  readonly sentences: number;
  readonly sourceTokens: number;
  /** Tokens of the best hypotheses, end tokens counted. */
  readonly generatedTokens: number;
  /** Rows of all decoding steps: what the generated tokens have cost. */
  readonly decodedRows: number;
  readonly encodeMilliseconds: number;
  readonly decodeMilliseconds: number;
  /** `generatedTokens` per second of encoding and decoding; 0 before the first. */
  readonly tokensPerSecond: number;
  /** Weights in the arena. */
  readonly weightBytes: number;
  /** Most bytes of the arena in use at a time, weights included. */
  readonly peakBytes: number;
}

/** Adds up {@link Statistics}. */
export class Meter {
  readonly #weightBytes: number;
  #peakBytes: number;
  readonly #operations = new Set<string>();
  #sentences = 0;
  #sourceTokens = 0;
  #generatedTokens = 0;
  #decodedRows = 0;
  #encodeMilliseconds = 0;
  #decodeMilliseconds = 0;

  constructor(weightBytes: number) {
    this.#weightBytes = weightBytes;
    this.#peakBytes = weightBytes;
  }

  countEncoded(sourceTokens: number, milliseconds: number): void {
    this.#sourceTokens += sourceTokens;
    this.#encodeMilliseconds += milliseconds;
  }

  countRows(rows: number): void {
    this.#decodedRows += rows;
  }

  countDecoded(best: readonly (Hypothesis | undefined)[], milliseconds: number): void {
    this.#sentences += best.length;
    for (const hypothesis of best) {
      this.#generatedTokens += hypothesis?.logProbabilities.length ?? 0;
    }
    this.#decodeMilliseconds += milliseconds;
  }

  countBytes(peakBytes: number): void {
    this.#peakBytes = Math.max(this.#peakBytes, peakBytes);
  }

  countOperations(names: ReadonlySet<string>): void {
    for (const name of names) this.#operations.add(name);
  }

  /** Whether an operation of that name has run. */
  hasRun(operation: string): boolean {
    return this.#operations.has(operation);
  }

  statistics(): Statistics {
    const milliseconds = this.#encodeMilliseconds + this.#decodeMilliseconds;
    return {
      sentences: this.#sentences,
      sourceTokens: this.#sourceTokens,
      generatedTokens: this.#generatedTokens,
      decodedRows: this.#decodedRows,
      encodeMilliseconds: this.#encodeMilliseconds,
      decodeMilliseconds: this.#decodeMilliseconds,
      tokensPerSecond: milliseconds === 0 ? 0 : (1000 * this.#generatedTokens) / milliseconds,
      weightBytes: this.#weightBytes,
      peakBytes: this.#peakBytes,
    };
  }
}
