import { float32, odd } from "@bnnkit/core";
import {
  type DenseNode,
  type Node,
  type Probabilities,
  rowCodes,
  rowSigns,
  type Weights,
} from "@bnnkit/model";
import type { Quantizer } from "@bnnkit/quantizers";
import type { BlockArithmetic, BlockAttention, BlockDense, Projections } from "./blocks.ts";
import type { StackConfig } from "./config.ts";
import { constantLevels, keptBy, keptOfScores, levelCount } from "./described-quantizer.ts";
import { layerNormEpsilon } from "./layer-norm.ts";
import type { GridMatrix } from "./odd-grid.ts";
import {
  inputPlace,
  operandPlace,
  type Place,
  probabilityPlace,
  scalesRows,
} from "./placed-quantizer.ts";

/** Name of the table that embeds source and target and scores the words. */
export const tableName = "embedding";

/** Of a table on grids: the scale of each row, as a table of one feature. */
export const tableScalesName = "embedding-scales";

/** Name of the table of learned positions. */
export const positionsName = "positions";

/** Name of the decoder's input that holds the encoder's rows. */
export const encodedName = "encoded";

/** The affine node that has the scales of the rows of a product on grids. */
export function scaledName(product: string): string {
  return `${product}-scaled`;
}

export interface NodeBlocksOptions {
  readonly config: StackConfig;
  readonly step: number;
  readonly grids?: ReadonlyMap<string, Pick<GridMatrix, "bits">> | undefined;
  /** The quantizer of a place with the parameters that it has there; absent: BMT's. */
  readonly settled?: ((place: Place) => Quantizer) | undefined;
  /** Of attention scores, in the place of a softmax. */
  readonly scores?: Quantizer | undefined;
}

/** Blocks of nodes, by the names of the nodes. Dropout is none of them. */
export class NodeBlocks implements BlockArithmetic<string, string> {
  readonly config: StackConfig;
  readonly step: number;
  readonly nodes: Node[] = [];
  /** The places where values are quantized with parameters of the place, in the order of their nodes, which have their names. */
  readonly places: Place[] = [];
  readonly #grids: NodeBlocksOptions["grids"];
  readonly #settled: NodeBlocksOptions["settled"];
  readonly #scores: NodeBlocksOptions["scores"];

  constructor({ config, step, grids, settled, scores }: NodeBlocksOptions) {
    this.config = config;
    this.step = step;
    this.#grids = grids;
    this.#settled = settled;
    this.#scores = scores;
  }

  addNode(node: Node): string {
    this.nodes.push(node);
    return node.name;
  }

  /** Adds a node that quantizes a value, once for all that read it. */
  addOnce(node: Node): string {
    if (!this.nodes.some(({ name }) => name === node.name)) this.nodes.push(node);
    return node.name;
  }

  norm(x: string, name: string, groups = 1): string {
    const { normEpsilon: epsilon = layerNormEpsilon } = this.config;
    return this.addNode({ op: "layer-norm", name, inputs: [x], groups, epsilon });
  }

  dense(x: string, { name, outFeatures, bias, oneBit, input: role }: BlockDense): string {
    const bits = this.#grids?.get(name)?.bits;
    if (bits !== undefined) {
      const weights = { tensor: name, code: odd(bits) };
      return this.gridProduct(x, { name, outFeatures, weights, offsets: bias });
    }
    const input = oneBit.activations ? this.quantize(x, inputPlace(name, role)) : x;
    const weights = weightsOf(name, oneBit.weights);
    return this.addNode({ op: "dense", name, inputs: [input], outFeatures, weights, bias });
  }

  /** A product of whole numbers, then the scales of its rows. */
  gridProduct(
    x: string,
    {
      name,
      outFeatures,
      weights,
      offsets,
    }: Pick<DenseNode, "name" | "outFeatures" | "weights"> & { readonly offsets: boolean },
  ): string {
    const inputs = [this.addOnce(rowCodes(x))] as const;
    this.addNode({ op: "dense", name, inputs, outFeatures, weights, bias: false });
    return this.addNode({
      op: "affine",
      name: scaledName(name),
      inputs: [name],
      scales: true,
      offsets,
    });
  }

  project(
    x: string,
    { prefix, roles, oneBit, norms, bias, quantized }: Projections,
  ): readonly string[] {
    const { features: outFeatures, heads } = this.config;
    return roles.map((role) => {
      const name = `${prefix}/${role}`;
      const projected = this.dense(x, { name, outFeatures, bias, oneBit });
      const rows = norms ? this.norm(projected, `${name}-norm`, heads) : projected;
      const place = operandPlace(name);
      return quantized && !this.#scalesRows(place) ? this.quantize(rows, place) : rows;
    });
  }

  projectMemory(projections: Projections): readonly string[] {
    return this.project(encodedName, projections);
  }

  attend({ prefix, query, key, value, keys, oneBit }: BlockAttention<string>): string {
    const { heads } = this.config;
    const operand = (x: string, place: Place): string =>
      oneBit && this.#scalesRows(place) ? this.quantize(x, place, heads) : x;
    return this.addNode({
      op: "attention",
      name: `${prefix}/attention`,
      inputs: [
        operand(query, operandPlace(`${prefix}/query`)),
        operand(key, operandPlace(`${prefix}/key`)),
        operand(value, operandPlace(`${prefix}/value`)),
      ],
      heads,
      causal: keys === "earlier",
      probabilities: oneBit ? this.#probabilities(prefix) : { keep: "all" },
    });
  }

  /** The node of values that are quantized at a place. Without parameters it is one for all that read them so. */
  quantize(x: string, place: Place, slices = 1): string {
    const quantizer = this.#settled?.(place);
    if (quantizer === undefined || scalesRows(quantizer)) return this.addOnce(rowSigns(x, slices));
    if (quantizer.parameters === undefined) return this.addOnce(constantLevels(x, quantizer));
    this.places.push(place);
    const perFeature = levelCount(quantizer);
    return this.addNode({
      op: "threshold",
      name: place.name,
      inputs: [x],
      thresholds: { perFeature },
      flips: false,
      code: quantizer.code,
    });
  }

  #scalesRows(place: Place): boolean {
    const quantizer = this.#settled?.(place);
    return quantizer === undefined || scalesRows(quantizer);
  }

  #probabilities(prefix: string): Probabilities {
    if (this.#scores !== undefined) return keptOfScores(this.#scores);
    const place = probabilityPlace(prefix);
    const quantizer = this.#settled?.(place);
    if (quantizer?.parameters !== undefined) this.places.push(place);
    return quantizer === undefined ? { keep: "half-maximum" } : keptBy(quantizer);
  }

  relu(x: string, name: string): string {
    return this.addNode({
      op: "activation",
      name,
      inputs: [x],
      function: "relu",
      shifts: false,
    });
  }

  add(x: string, y: string, name: string): string {
    return this.addNode({ op: "add", name, inputs: [x, y] });
  }

  dropout(x: string): string {
    return x;
  }
}

function weightsOf(tensor: string, isOneBit: boolean): Weights {
  return { tensor, code: isOneBit ? [{ digit: "bipolar", scale: "row" }] : float32 };
}
