import { type Vote, Wisard } from "@bnnkit/weightless";
import { drawnSet, writtenDigits } from "../digits/drawn-digits.ts";
import { rasterize } from "../digits/rasterize.ts";
import type { Strokes } from "../digits/strokes.ts";
import { seededRandom } from "../random.ts";

export const size = 16;
export const classes = 10;
const half = 128;

/** A WiSARD that learns one sample at a time. */
export class WisardState {
  tupleSize = 8;
  /** Whether ties are broken by counting how often an address was seen. */
  bleaching = true;
  vote: Vote | undefined;
  #wisard: Wisard;
  #examples = 0;
  #strokes: Strokes = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#wisard = this.#empty();
  }

  /** What was drawn, as the network reads it: 1 where a pixel is bright. */
  get bits(): readonly number[] {
    if (this.#strokes.length === 0) return [];
    return [...rasterize(this.#strokes, size)].map((pixel) => (pixel >= half ? 1 : 0));
  }

  /** Samples that each class has learned. */
  get learned(): readonly number[] {
    return this.#wisard.learned;
  }

  /** Addresses that the nodes of a class keep. */
  addressesOf(label: number): number {
    const nodes = this.#wisard.tuples[label] ?? [];
    return nodes.reduce((sum, _, node) => sum + this.#wisard.counters(label, node).size, 0);
  }

  /** What a class looks like from inside: of each pixel how often it was bright. */
  mentalImage(label: number): ArrayLike<number> {
    return this.#wisard.mentalImage(label);
  }

  draw(strokes: Strokes): void {
    this.#strokes = strokes;
    this.#judge();
  }

  learn(label: number): void {
    this.#wisard.partialFit(this.bits, [label]);
    this.#judge();
  }

  /** Learns one written digit of each class. */
  learnExamples(): void {
    this.#examples++;
    const random = seededRandom(this.#examples);
    const { pixels, labels } = drawnSet({ count: classes, size, digits: writtenDigits, random });
    this.#wisard.partialFit(
      Array.from(pixels, (pixel) => (pixel >= half ? 1 : 0)),
      labels,
    );
    this.#judge();
  }

  restart(tupleSize: number): void {
    this.tupleSize = tupleSize;
    this.#wisard = this.#empty();
    this.#examples = 0;
    this.#judge();
  }

  setBleaching(bleaching: boolean): void {
    this.bleaching = bleaching;
    this.#judge();
  }

  #judge(): void {
    const { bits, bleaching } = this;
    const canVote = bits.length > 0 && this.learned.some((count) => count > 0);
    this.vote = canVote ? this.#wisard.vote(bits, { bleaching })[0] : undefined;
    this.#onChange();
  }

  #empty(): Wisard {
    return new Wisard({ inputs: size * size, classes, tupleSize: this.tupleSize, seed: 1 });
  }
}
