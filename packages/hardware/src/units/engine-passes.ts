import { type Extent, slide, type Window } from "@bnnkit/core";
import type { StreamNumber } from "../network/stream.ts";
import type { SumStyle } from "./unit-config.ts";

/** What an engine does in its turn: a product, where a dense one has a window of 1 × 1, or a pool that takes the greatest number. */
export interface EngineLayer {
  readonly op: "product" | "pool";
  /** Of the numbers that it reads. */
  readonly map: Extent;
  readonly window: Window;
  readonly channels: number;
  /** Of a pool its channels. */
  readonly outputs: number;
  /** Of a product: what stands outside of the map, as u of a stream's number. */
  readonly margin: number;
  /** Of a product: thresholds of an output; 0, of the last layer alone: its sums leave. */
  readonly levels: number;
}

/** One unit of `pe` rows of `simd` lanes that does all layers, one after another (YodaNN; with `simd` 1 as BRein Memory does). */
export interface SharedEngineConfig {
  readonly unit: "shared-engine";
  /** Outputs at a time; a power of two times `simd`, or the other way round. */
  readonly pe: number;
  /** Inputs that each takes at a time. */
  readonly simd: number;
  /** Numbers of all layers. */
  readonly input: StreamNumber;
  /** 1: ±1; more: two's complement. */
  readonly weightBits: number;
  readonly layers: readonly EngineLayer[];
  /** What leaves: sums in two's complement, or levels. */
  readonly output: StreamNumber;
  readonly style: SumStyle;
}

/** What an engine does in a row: the loops around a step, from the inside out. */
export interface EnginePass {
  /** Steps of `simd` numbers that a pixel has. */
  readonly beats: number;
  readonly taps: Extent;
  /** Beats of `pe` numbers that a place makes; of a pool words. */
  readonly folds: number;
  readonly places: Extent;
  /** Words of the activation memory that a place fills. */
  readonly words: number;
}

/** The passes of an engine: its input, a beat of `pe` numbers a step, then each layer. Sizes that do not divide are filled up. */
export function enginePasses(config: SharedEngineConfig): readonly EnginePass[] {
  const { pe, simd, layers } = config;
  const width = wordNumbers(config);
  const [{ map, channels }] = layers;
  const made = (numbers: number) => ({
    folds: Math.ceil(numbers / pe),
    words: Math.ceil(numbers / width),
  });
  return [
    { beats: 1, taps: [1, 1], places: map, ...made(channels) },
    ...layers.map((layer) => ({
      beats: layer.op === "pool" ? 1 : Math.ceil(layer.channels / simd),
      taps: layer.window.size,
      places: slide("enginePasses", layer.map, layer.window),
      ...made(layer.outputs),
      ...(layer.op === "pool" && { folds: made(layer.outputs).words }),
    })),
  ];
}

/** The layers that are products. */
export function engineProducts({ layers }: SharedEngineConfig): readonly EngineLayer[] {
  return layers.filter(({ op }) => op === "product");
}

/** Numbers of a word of the activation memory. */
export function wordNumbers({ pe, simd }: Pick<SharedEngineConfig, "pe" | "simd">): number {
  return Math.max(pe, simd);
}

/** Steps of a sum, and of a pass: `places·folds·taps·beats`. */
export function stepsOf({ beats, taps, folds, places }: EnginePass): {
  readonly ofSum: number;
  readonly ofPass: number;
} {
  const ofSum = beats * taps[0] * taps[1];
  return { ofSum, ofPass: ofSum * folds * places[0] * places[1] };
}

/** Words of the two halves of the activation memory: passes write them by turns, and the last one writes none. */
export function activationWords(passes: readonly EnginePass[]): readonly [number, number] {
  const words = passes.slice(0, -1).map(({ places, words: each }) => places[0] * places[1] * each);
  const most = (half: number): number => Math.max(0, ...words.filter((_, i) => i % 2 === half));
  return [most(0), most(1)];
}

/** Clocks after the last step of a pass in which its result gets into memory. */
export const drainClocks = 2;

/** Clocks between results that leave: the next is summed up when the one before has gone. */
export const emitClocks = 3;

/**
 * Clocks that each pass takes, if nobody waits: its steps and two; of the last, of r results with s steps each, `s + (r − 1)·max(s, 3) + 2`. Their
 * sum is the interval from one sample to the next.
 */
export function enginePassCycles(config: SharedEngineConfig): readonly number[] {
  const passes = enginePasses(config);
  return passes.map((pass, i) => {
    const { ofSum, ofPass } = stepsOf(pass);
    if (i < passes.length - 1) return ofPass + drainClocks;
    return ofSum + (ofPass / ofSum - 1) * Math.max(ofSum, emitClocks) + drainClocks;
  });
}
