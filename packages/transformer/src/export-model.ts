import {
  checkModel,
  type GoldenTranslation,
  goldenTranslationTensors,
  type PackedModel,
} from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import type { TransformerConfig } from "./config.ts";
import { type DescribeOptions, describeModel } from "./describe-model.ts";
import type { GridMatrix } from "./odd-grid.ts";
import { packParameters } from "./pack-parameters.ts";
import { parameterShapes } from "./parameter-shapes.ts";
import { checkParameters, type Parameters } from "./parameters.ts";
import { withScope } from "./scope.ts";
import { createTransformer, type EvaluateOptions, type Transformer } from "./transformer.ts";
import {
  bmtQuantizers,
  checkQuantizers,
  type TransformerQuantizers,
} from "./transformer-quantizers.ts";

export interface ExportOptions extends DescribeOptions {
  /** Source ids of the golden examples; their targets and probabilities are computed here. */
  readonly golden: readonly (readonly number[])[];
  /** What the model was trained with; default BMT's. A description tells the scales of rows by their rule, which must be
   *  BMT's: half of the greatest magnitude. */
  readonly quantizers?: TransformerQuantizers;
  /** Few-bit weights of matrices by the names of their nodes, as `fitGrids` finds them; default: none. */
  readonly grids?: ReadonlyMap<string, GridMatrix>;
  /** Free text such as `licence` and `source`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Packs a trained model: float (32/32), weight-only (1/32) or W1A1 (1/1), as `config.binarize` says at `step`, or matrices on grids of
 *  a few bits with rows of int8.
 *
 *  The golden examples are greedy translations by the tfjs evaluation with the same rounding, from begin to end or to
 *  the maximum length. Reads tensors back synchronously, so the backend must be one that can (cpu, wasm).
 *
 *  @throws RangeError naming the parameter that is missing, does not belong to the configuration, has another shape or a
 *    value that is not finite; for a golden source that the model cannot read, and for quantizers that the file cannot
 *    tell */
export function exportModel(
  config: TransformerConfig,
  parameters: Parameters,
  options: ExportOptions,
): PackedModel {
  checkParameters("exportModel", config, parameters);
  checkGrids("exportModel", config, options.grids ?? new Map());
  const quantizers = quantizersOf(config, options);
  const description = describeModel(config, options);
  const golden = goldenExamplesOf(config, parameters, { ...options, quantizers });
  return checkModel({
    description,
    tensors: new Map([
      ...packParameters(description, {
        parameters,
        shapes: parameterShapes(config),
        grids: options.grids ?? new Map(),
        embeddingBits: options.embeddingBits,
        quantizer: quantizers.weights,
        postScale: config.postScale ?? 1,
      }),
      ...goldenTranslationTensors(golden),
    ]),
    metadata: options.metadata ?? {},
  });
}

/** @throws RangeError unless each is a matrix of the configuration, and has its size */
function checkGrids(
  where: string,
  config: TransformerConfig,
  grids: ReadonlyMap<string, GridMatrix>,
): void {
  const sizes = new Map(
    parameterShapes(config).flatMap(({ part, nodes, shape: [rows, columns] }) =>
      part === "weights"
        ? nodes.map((node) => [node, { rows: rows / nodes.length, columns }] as const)
        : [],
    ),
  );
  for (const [node, { codes, scales }] of grids) {
    const size = sizes.get(node);
    if (size === undefined) {
      throw new RangeError(`${where}: grids must be of matrices of the model, got "${node}"`);
    }
    const { rows, columns } = size;
    if (scales.length === rows && codes.length === rows * columns) continue;
    throw new RangeError(
      `${where}: grids of ${node} must have ${rows} scales and ${rows * columns} codes, got ${scales.length} and ${codes.length}`,
    );
  }
}

function quantizersOf(
  config: TransformerConfig,
  { quantizers = bmtQuantizers(config) }: ExportOptions,
): TransformerQuantizers {
  checkQuantizers("exportModel", quantizers);
  const { name, code } = quantizers.activations;
  if (name === "bmt" && code[0].scale === "row") return quantizers;
  throw new RangeError(
    `exportModel: quantizers.activations must be bmtQuantizer with a bound for each row, got "${name}" with ${JSON.stringify(code)}`,
  );
}

function goldenExamplesOf(
  config: TransformerConfig,
  parameters: Parameters,
  { golden, step, tokens, embeddingBits, quantizers, grids }: ExportOptions,
): GoldenTranslation[] {
  if (golden.length === 0) return [];
  return withScope(() => {
    const variables = Object.entries(parameters).map(
      ([name, { shape, values }]) =>
        [name, tf.variable(tf.tensor(values.slice(), [...shape]), false)] as const,
    );
    const model = createTransformer(config, new Map(variables), quantizers);
    try {
      return runGolden(model, golden, { step, tokens, embeddingBits, ...(grids && { grids }) });
    } finally {
      for (const [, variable] of variables) variable.dispose();
    }
  });
}

function runGolden(
  model: Transformer,
  sources: readonly (readonly number[])[],
  options: EvaluateOptions,
): GoldenTranslation[] {
  const { begin, end } = options.tokens;
  // One less than the maximum, so that the decoder may read the whole target up to its end.
  const maximumLength = model.config.maximumLength - 1;
  const targets = model.greedyDecode(sources, { ...options, maximumLength }).map((ids) => {
    const isComplete = ids.length < maximumLength;
    return isComplete ? [begin, ...ids, end] : [begin, ...ids];
  });
  const pairs = sources.map((source, i) => ({ source, target: targets[i] }));
  const logProbabilities = model.logProbabilities(pairs, options);
  return pairs.map(({ source, target }, i) => ({
    source: Int32Array.from(source),
    target: Int32Array.from(target),
    logProbabilities: logProbabilities[i],
  }));
}
