import {
  goldenTranslations,
  goldenTranslationTensors,
  type PackedModel,
  type Tensor,
  writeModel,
} from "@bnnkit/model";
import { loadTranslator, verify } from "@bnnkit/runtime";
import { installTrainingBackend } from "@bnnkit/training-backend";
import {
  type DescribeOptions,
  type EmbeddingBits,
  exportModel,
  type Parameters,
  parameterShapes,
} from "@bnnkit/transformer";
import { encodeForModel } from "../fit/evaluation.ts";
import type { LoadedTokenizer } from "../fit/load-data.ts";
import type { WeightsState } from "../fit/run-state.ts";
import { type FewBits, fewBitGrids } from "./few-bit-grids.ts";

export interface ExportWeightsOptions {
  readonly name: string;
  readonly tokenizer: LoadedTokenizer;
  readonly embeddingBits: EmbeddingBits;
  /** Few-bit weights of a float model; default: weights as they were trained. */
  readonly fewBits?: FewBits;
  /** Sentences for golden examples; about half as many are kept. */
  readonly goldenSources: readonly string[];
  /** Free text for the file: licence, source, training. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ExportedModel {
  readonly bytes: Uint8Array;
  readonly golden: number;
  /** Golden candidates that the packed run translates otherwise: near ties that rounding decides. */
  readonly differing: number;
}

/** Of `goldenCandidates` sentences a near tie may decide at most this many; with rows of int8 before every product, where float sums in
 *  another order turn the rounding of some numbers in each row, more. */
const mostDiffering = 2;
const mostDifferingOfFewBits = 8;
const goldenCandidates = 16;
const goldenKept = 8;

/** Packs weights into the bytes of a model file and runs its golden examples with the packed runtime.
 *  @throws Error if the packed run is not the training run's equal. */
export async function exportWeights(
  weights: WeightsState,
  options: ExportWeightsOptions,
): Promise<ExportedModel> {
  const { name, tokenizer, embeddingBits, metadata } = options;
  await installTrainingBackend({ nativeMatMul: false });
  const longestGolden = Math.floor(weights.model.maximumLength / 2);
  const parameters = parametersOf(weights);
  const described: Omit<DescribeOptions, "grids"> = {
    name,
    // The last step that was done says which tensors are binarized.
    step: Math.max(0, weights.step - 1),
    tokens: { ...tokenizer.special, tokenizerSha256: tokenizer.sha256 },
    embeddingBits,
  };
  const grids =
    options.fewBits &&
    fewBitGrids(weights.model, parameters, {
      ...options.fewBits,
      ...{ described, tokenizer, otherBytes: bytesBeside(tokenizer, metadata) },
    });
  const model = exportModel(weights.model, parameters, {
    ...described,
    ...(grids && { grids }),
    golden: options.goldenSources
      .slice(0, goldenCandidates)
      .map((text) => encodeForModel(tokenizer, text, longestGolden).ids),
    metadata,
  });
  const passed = await verifyGolden(model, tokenizer);
  const differing = passed.filter((isEqual) => !isEqual).length;
  if (differing > (grids ? mostDifferingOfFewBits : mostDiffering)) {
    throw new Error(
      `exportWeights: the packed model translates ${differing} of ${passed.length} sentences otherwise than the trained one`,
    );
  }
  const golden = goldenTranslations(model)
    .filter((_, i) => passed[i])
    .slice(0, goldenKept);
  const tensors = new Map<string, Tensor>([
    ...[...model.tensors].filter(([tensor]) => !tensor.startsWith("golden/")),
    ...goldenTranslationTensors(golden),
  ]);
  return { bytes: writeModel({ ...model, tensors }), golden: golden.length, differing };
}

/** Bytes of a tokenizer, and in the file of free text and, at most, of golden examples. */
function bytesBeside(
  { json }: LoadedTokenizer,
  metadata: Readonly<Record<string, string>>,
): number {
  const bytesOfGolden = 16_384;
  return Buffer.byteLength(json) + Buffer.byteLength(JSON.stringify(metadata)) + bytesOfGolden;
}

async function verifyGolden(model: PackedModel, tokenizer: LoadedTokenizer): Promise<boolean[]> {
  if (goldenTranslations(model).length === 0) return [];
  using translator = await loadTranslator(writeModel(model), tokenizer.json);
  const { examples } = await verify(translator.session);
  return examples.map(({ passed }) => passed);
}

function parametersOf({ model, parameters }: WeightsState): Parameters {
  return Object.fromEntries(
    parameterShapes(model).map(({ name, shape }) => {
      const values = parameters[name];
      if (!values) throw new RangeError(`exportWeights: the weights have no ${name}`);
      return [name, { shape, values }];
    }),
  );
}
