import { type Extent, slide, type Window } from "@bnnkit/core";
import {
  type Domain,
  numbersAt,
  type PackedModel,
  type TypedNode,
  thresholdCount,
} from "@bnnkit/model";
import type { EngineAccesses } from "../units/engine-accesses.ts";
import { enginePasses } from "../units/engine-passes.ts";
import { type MatrixVectorConfig, matrixVectorCycles, sumNumber } from "../units/matrix-vector.ts";
import type { SumStyle } from "../units/unit-config.ts";
import { marginOf } from "./hardware-support.ts";
import type { PlannedEngine, PoolsBehind } from "./plan-engine.ts";
import { productConstants, thresholdNumbers } from "./product-constants.ts";
import type { PlannedStage, StageConfig, StageConstants } from "./stage-config.ts";
import type { StreamNumber } from "./stream.ts";
import { levelNumberOf, streamNumberOf, weightBitsOf } from "./stream-number.ts";

/** Outputs and inputs of a product that are worked on at a time. */
export interface Folding {
  readonly pe: number;
  readonly simd: number;
}

/** A layer of a plan: nodes that became a unit. */
export interface PlannedLayer {
  readonly name: string;
  readonly kind: "product" | "pool" | "threshold" | "engine";
  readonly nodes: readonly string[];
  /** Numbers that a place takes and makes; those of a window count all. */
  readonly inputs: number;
  readonly outputs: number;
  /** Places: vectors of a sample. */
  readonly vectors: number;
  /** Of an input of a window: channels; `simd` divides them, or is a multiple of them. */
  readonly channels: number;
  /** Of products. */
  readonly product?: MatrixVectorConfig;
  /** Of an engine: what it does in a row. */
  readonly passes?: readonly PlannedPass[];
  /** Its circuits by name, in the order in which numbers pass them. */
  readonly stages: readonly string[];
  /** Clocks that it takes for a sample, if nobody waits. */
  readonly cycles: number;
}

/** A layer that an engine does in its turn. */
export interface PlannedPass {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly inputs: number;
  readonly outputs: number;
  readonly vectors: number;
  readonly weightBits: number;
  /** Clocks that it takes for a sample, if nobody waits. */
  readonly cycles: number;
  readonly accesses: EngineAccesses;
}

/** Where a stream enters or leaves: rows of `features` numbers, some a beat; the last beat of a row may be filled up. */
export interface StreamPort {
  readonly rows: number;
  readonly features: number;
  /** Numbers of a beat. */
  readonly numbers: number;
  readonly number: StreamNumber;
  /** Whether numbers are in two's complement (sums) rather than `offset + scale·u`. */
  readonly isSigned: boolean;
}

/** How a chain of layers is built. */
export const architectures = ["dataflow", "shared-engine", "in-memory"] as const;
export type Architecture = (typeof architectures)[number];

export interface DataflowOptions {
  /** A unit for each layer (FINN), one that does a layer after another (YodaNN), or one with a number of the input at a time, whose weights are summed
   *  up in the columns of a memory (BRein Memory). Default `dataflow`. */
  readonly architecture?: Architecture;
  /** By the name of a product's node, of a shared engine by `engine`. Default 1 × 1: the smallest. */
  readonly folding?: Readonly<Record<string, Folding>>;
  /** Depth of each buffer by its stage. Default what holds a vector. */
  readonly bufferDepths?: Readonly<Record<string, number>>;
  readonly style?: SumStyle;
}

interface OpenProduct {
  readonly node: TypedNode<"dense" | "convolution">;
  readonly config: Omit<MatrixVectorConfig, "weightBits" | "levels" | "output">;
  readonly vectors: number;
  readonly channels: number;
  /** Pools of its sums, which become pools of levels. */
  readonly pools: TypedNode<"pool">[];
}

/** Stages in the making: products wait for their threshold. */
export class DataflowBuilder {
  readonly stages: PlannedStage[] = [];
  readonly layers: PlannedLayer[] = [];
  readonly input: StreamPort;
  readonly #options: DataflowOptions;
  readonly #model: Pick<PackedModel, "tensors"> | undefined;
  #port: StreamPort;
  #map: Extent;
  #open: OpenProduct | undefined;

  /** @param chain  The nodes that are built.
   *  @param beat  Numbers of a beat that enters. Default as many as the first product reads. */
  constructor(
    [first, ...rest]: readonly [TypedNode, ...TypedNode[]],
    model: Pick<PackedModel, "tensors"> | undefined,
    options: DataflowOptions,
    beat?: number,
  ) {
    const { features, domain, code } = numbersAt(first, 0);
    const number = streamNumberOf(code);
    if (number === undefined) throw new RangeError("planDataflow: the first node reads no stream");
    this.#map = extentOf(domain);
    const rows = this.#map[0] * this.#map[1];
    const product = [first, ...rest].find(
      ({ node: { op } }) => op === "dense" || op === "convolution",
    );
    const { simd = 1 } = options.folding?.[product?.node.name ?? ""] ?? {};
    const numbers = beat ?? Math.min(simd, features);
    this.input = { rows, features, numbers, number, isSigned: false };
    this.#port = this.input;
    this.#model = model;
    this.#options = options;
  }

  /** What leaves. */
  finish(): StreamPort {
    this.#close();
    return this.#port;
  }

  dense(typed: TypedNode<"dense">): void {
    this.#close();
    const { features } = this.#port;
    this.#product(typed, { inputs: features, channels: features, vectors: this.#port.rows });
  }

  convolution(typed: TypedNode<"convolution">): void {
    this.#close();
    const { window } = typed.node;
    const { features: channels } = this.#port;
    const { simd } = this.#foldingOf(typed.node.name);
    const margin = marginOf(typed) ?? 0;
    const places = slide(typed.node.name, this.#map, window);
    if (window.size[0] * window.size[1] > 1 || window.strides.some((stride) => stride > 1)) {
      this.#adapt(typed.node.name, Math.min(simd, channels));
      this.#slide(typed.node.name, window, margin, "tap-by-tap");
    }
    this.#map = places;
    const [height, width] = places;
    const inputs = channels * window.size[0] * window.size[1];
    this.#product(typed, { inputs, channels, vectors: height * width });
  }

  threshold(typed: TypedNode<"threshold">): void {
    const { node } = typed;
    const levels = thresholdCount(node);
    const output = levelNumberOf(node.code, levels);
    if (output === undefined) throw new RangeError(`planDataflow: no levels of "${node.name}"`);
    if (this.#open !== undefined) {
      this.#close(typed, levels, output);
      return;
    }
    const { features, numbers, number, rows } = this.#port;
    const filled = Math.ceil(features / numbers) * numbers;
    const config = { features: filled, numbers, input: number, levels, output };
    // What fills a row up stays u = 0.
    const idle = output.scale < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const constants = this.#model && {
      thresholds: [
        ...thresholdNumbers(this.#model, node, features).thresholds,
        ...new Array<number>((filled - features) * levels).fill(idle),
      ],
    };
    this.#add(node.name, "threshold", { unit: "stream-threshold", ...config }, constants);
    this.#addLayer({
      ...{ name: node.name, kind: "threshold", nodes: [node.name], vectors: rows },
      ...{ inputs: features, outputs: features, channels: features },
      cycles: (rows * filled) / numbers,
    });
    this.#port = { ...this.#port, number: output };
  }

  pool(typed: TypedNode<"pool">): void {
    if (this.#open !== undefined) this.#open.pools.push(typed);
    else this.#pool(typed);
  }

  /** A stage that does all products from here on, and pools behind it. */
  engine({ config, constants, passes, behind }: PlannedEngine): void {
    this.#close();
    const { pe, layers, output } = config;
    const { features, numbers, rows } = this.#port;
    if (numbers !== pe) {
      if (features % pe !== 0)
        throw dividing("engine", "pe", pe, "numbers that it is given", features);
      this.#adapt("engine", pe);
    }
    this.#add("shared", "engine", config, constants);
    const { vectors, outputs } = passes[passes.length - 1];
    if (behind.pools.length > 0 && outputs % pe !== 0)
      throw dividing("engine", "pe", pe, "numbers that are pooled behind it", outputs);
    this.#addLayer({
      ...{
        name: "engine",
        kind: "engine",
        vectors: rows,
        inputs: features,
        outputs,
        channels: features,
      },
      ...{ nodes: passes.flatMap(({ nodes }) => nodes), passes },
      cycles: passes.reduce((sum, { cycles }) => sum + cycles, 0),
    });
    const isSigned = layers[layers.length - 1].levels === 0;
    this.#port = { rows: vectors, features: outputs, numbers: pe, number: output, isSigned };
    this.#map = enginePasses(config)[layers.length].places;
    this.#pools(behind);
  }

  /** Pools in a row; the last one turns levels round. */
  #pools({ pools, turnedFrom, turned }: PoolsBehind): void {
    pools.forEach((pool, i) => {
      const isLast = turnedFrom > 0 && i === pools.length - 1;
      this.#pool(pool, isLast ? turnedFrom : 0, isLast ? { turned } : {});
    });
  }

  #pool(typed: TypedNode<"pool">, turnedFrom = 0, constants: StageConstants = {}): void {
    const { name, window: given } = typed.node;
    const window: Window = given === "all" ? wholeWindow(this.#map) : given;
    const places = slide(name, this.#map, window);
    const { features, numbers, number } = this.#port;
    const least = number.scale < 0 ? 2 ** number.bits - 1 : 0;
    this.#slide(name, window, least, "beat-by-beat");
    const taps = window.size[0] * window.size[1];
    const config = { taps, numbers, number, features, turnedFrom };
    this.#add(name, "pool", { unit: "stream-pool", ...config }, constants);
    const vectors = places[0] * places[1];
    this.#addLayer({
      ...{ name, kind: "pool", nodes: [name], vectors },
      ...{ inputs: taps * features, outputs: features, channels: features },
      cycles: (vectors * taps * features) / numbers,
    });
    this.#map = places;
    this.#port = { ...this.#port, rows: vectors };
  }

  #product(
    node: TypedNode<"dense" | "convolution">,
    { inputs, channels, vectors }: { inputs: number; channels: number; vectors: number },
  ): void {
    const { name, outFeatures: outputs } = node.node;
    const { pe, simd } = this.#foldingOf(name);
    if (outputs % pe !== 0) throw dividing(name, "pe", pe, "outputs", outputs);
    const isDividing = channels % simd === 0 || (simd % channels === 0 && inputs % simd === 0);
    if (!isDividing) throw dividing(name, "simd", simd, "channels", channels);
    this.#adapt(name, simd);
    const buffer = `${this.#stageName(name)}_buffer`;
    const depth = this.#options.bufferDepths?.[buffer] ?? Math.max(2, inputs / simd);
    const bits = simd * this.#port.number.bits;
    this.stages.push({
      ...{ name: buffer, constants: {} },
      config: { unit: "stream-buffer", bits, depth },
    });
    const { style = "compressor" } = this.#options;
    const sizes = { inputs, outputs, pe, simd };
    const config = { unit: "matrix-vector", ...sizes, input: this.#port.number, style } as const;
    this.#open = { node, config, vectors, channels, pools: [] };
  }

  /** Adds the product that waits, with a threshold or without. */
  #close(threshold?: TypedNode<"threshold">, levels = 0, levelNumber?: StreamNumber): void {
    if (this.#open === undefined) return;
    const { node, config: open, vectors, channels, pools } = this.#open;
    this.#open = undefined;
    const { name, weights, outFeatures } = node.node;
    const isTurned = threshold?.node.flips === true;
    const isTurnedByWeights = isTurned && pools.length === 0;
    const weightBits = weightBitsOf(weights.code, isTurnedByWeights) ?? 1;
    const config = { ...open, weightBits };
    const output = levelNumber ?? sumNumber(config);
    const constants =
      this.#model &&
      productConstants(this.#model, { ...config, weights }, threshold?.node, isTurnedByWeights);
    const product = { ...config, levels, output };
    this.#add(name, "product", product, constants);
    const { inputs, outputs, pe } = config;
    this.#addLayer({
      ...{ name, kind: "product", inputs, outputs, vectors, channels, product },
      nodes: threshold === undefined ? [name] : [name, threshold.node.name],
      cycles: vectors * matrixVectorCycles(config),
    });
    const isSigned = levels === 0;
    this.#port = { rows: vectors, features: outFeatures, numbers: pe, number: output, isSigned };
    const turned = Array.from(constants?.turned ?? []);
    this.#pools({ pools, turnedFrom: isTurned ? levels : 0, turned });
  }

  /** A layer of the stages that were added since the last one. */
  #addLayer(layer: Omit<PlannedLayer, "stages">): void {
    const before = this.layers.reduce((sum, { stages }) => sum + stages.length, 0);
    this.layers.push({ ...layer, stages: this.stages.slice(before).map(({ name }) => name) });
  }

  #slide(name: string, window: Window, margin: number, order: "tap-by-tap" | "beat-by-beat"): void {
    const { features, numbers, number } = this.#port;
    const beat = Array.from({ length: numbers }, () => margin).flatMap((u) =>
      Array.from({ length: number.bits }, (_, bit) => (u >> bit) & 1),
    );
    this.#add(name, "window", {
      ...{ unit: "sliding-window", map: this.#map, window, order, margin: beat },
      ...{ beats: features / numbers, bits: beat.length },
    });
  }

  /** Beats of so many numbers from here on. */
  #adapt(name: string, numbers: number): void {
    const { number } = this.#port;
    const common = lowestCommonMultiple(this.#port.numbers, numbers);
    const join = common / this.#port.numbers;
    const unit = "width-converter";
    if (join > 1) {
      const bits = this.#port.numbers * number.bits;
      this.#add(name, "join", { unit, direction: "join", bits, ratio: join });
    }
    const split = common / numbers;
    if (split > 1) {
      const bits = numbers * number.bits;
      this.#add(name, "split", { unit, direction: "split", bits, ratio: split });
    }
    this.#port = { ...this.#port, numbers };
  }

  #add(name: string, kind: string, config: StageConfig, constants: StageConstants = {}): void {
    const base = `${this.#stageName(name)}_${kind}`;
    const twins = this.stages.filter((stage) => stage.name.startsWith(base)).length;
    this.stages.push({ name: twins === 0 ? base : `${base}_n${twins}`, config, constants });
  }

  #foldingOf(name: string): Folding {
    return this.#options.folding?.[name] ?? { pe: 1, simd: 1 };
  }

  /** Lower-case words, as names of a circuit are, that begin with the layer's number. */
  #stageName(name: string): string {
    const words = name.toLowerCase().match(/[a-z][a-z0-9]*|[0-9]+/g) ?? [];
    const named = words.map((word) => (/^[0-9]/.test(word) ? `n${word}` : word));
    return [`l${this.layers.length}`, ...named].join("_");
  }
}

export function extentOf(domain: Domain): Extent {
  return domain.kind === "map" ? [domain.height, domain.width] : [1, 1];
}

export function wholeWindow(size: Extent): Window {
  const padding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };
  return { size, strides: [1, 1], dilations: [1, 1], padding };
}

function lowestCommonMultiple(a: number, b: number): number {
  let multiple = Math.max(a, b);
  while (multiple % a !== 0 || multiple % b !== 0) multiple += Math.max(a, b);
  return multiple;
}

function dividing(
  name: string,
  what: string,
  size: number,
  whole: string,
  count: number,
): RangeError {
  return new RangeError(
    `planDataflow: folding["${name}"].${what} must divide the ${whole} (${count}), got ${size}`,
  );
}
