import type { Tuples } from "../../src/index.ts";

/** WiSARD word for word: addresses as text, votes counted level by level. */
export class NaiveWisard {
  readonly #seen = new Map<string, number>();

  readonly #tuples: readonly Tuples[];
  readonly #ignoreZero: boolean;

  constructor(tuples: readonly Tuples[], ignoreZero: boolean) {
    this.#tuples = tuples;
    this.#ignoreZero = ignoreZero;
  }

  learn(sample: readonly number[], label: number): void {
    this.#tuples[label]?.forEach((tuple, node) => {
      const key = this.#key(sample, label, node, tuple);
      this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    });
  }

  votes(sample: readonly number[], level: number): number[] {
    return this.#tuples.map(
      (tuples, label) =>
        tuples.filter((tuple, node) => {
          if (this.#ignoreZero && tuple.every((input) => sample[input] === 0)) return false;
          return (this.#seen.get(this.#key(sample, label, node, tuple)) ?? 0) >= level;
        }).length,
    );
  }

  /** Label and votes as wisardpkg finds them, for classes that have all learned something. */
  bleach(sample: readonly number[], confidence: number): { label: number; votes: number[] } {
    for (let level = 1; ; level++) {
      const votes = this.votes(sample, level);
      let biggest = 0;
      let ambiguous = false;
      for (const vote of votes) {
        if (vote > biggest) {
          biggest = vote;
          ambiguous = false;
        } else if (biggest - vote < confidence) ambiguous = true;
      }
      if (!(ambiguous && biggest > 1)) return { label: votes.lastIndexOf(biggest), votes };
    }
  }

  #key(sample: readonly number[], label: number, node: number, tuple: readonly number[]): string {
    return `${label}/${node}:${tuple.map((input) => sample[input]).join(",")}`;
  }
}
