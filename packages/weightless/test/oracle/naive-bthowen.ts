import type { FilterHashing } from "../../src/index.ts";

/** BTHOWeN word for word, on arrays of bits. */
export class NaiveBthowen {
  readonly #counters = new Map<string, number>();

  readonly #hashing: FilterHashing;
  readonly #classes: number;

  constructor(hashing: FilterHashing, classes: number) {
    this.#hashing = hashing;
    this.#classes = classes;
  }

  learn(sample: readonly number[], label: number): void {
    for (const cells of this.#cells(sample, label)) {
      const least = Math.min(...cells.map((cell) => this.#counters.get(cell) ?? 0));
      for (const cell of cells) {
        this.#counters.set(cell, Math.max(this.#counters.get(cell) ?? 0, least + 1));
      }
    }
  }

  responses(sample: readonly number[], bleach: number): number[] {
    return Array.from(
      { length: this.#classes },
      (_, label) =>
        this.#cells(sample, label).filter((cells) =>
          cells.every((cell) => (this.#counters.get(cell) ?? 0) >= bleach),
        ).length,
    );
  }

  #cells(sample: readonly number[], label: number): string[][] {
    const { order, tupleSize, hashes, parameters } = this.#hashing;
    const bits = [...order].map((input) => sample[input] ?? 0);
    return Array.from({ length: order.length / tupleSize }, (_, filter) =>
      Array.from({ length: hashes }, (_, k) => {
        let hash = 0;
        for (let i = 0; i < tupleSize; i++) {
          if (bits[filter * tupleSize + i] === 1) hash ^= parameters[k * tupleSize + i] ?? 0;
        }
        return `${label}/${filter}/${hash}`;
      }),
    );
  }
}
