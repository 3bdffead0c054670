import { checkModel, type GoldenRun, goldenRunTensors, type PackedModel } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { type DescribeEncoderOptions, describeEncoder } from "./describe-encoder.ts";
import { type AnyEncoderConfig, encoderQuantizers, readsImages } from "./encoder-config.ts";
import type { EncoderOutputs } from "./encoder-forward.ts";
import { encoderParameterShapes } from "./encoder-parameters.ts";
import { encoderScores } from "./encoder-pass.ts";
import { packParameters } from "./pack-parameters.ts";
import { checkParametersOf, type Parameters } from "./parameters.ts";
import { withScope } from "./scope.ts";
import { settledQuantizers } from "./settled-quantizers.ts";
import { batchOfTexts } from "./text-batch.ts";

export interface ExportEncoderOptions extends Omit<DescribeEncoderOptions, "settled"> {
  /** Ids of the golden examples, or their pixels; their scores are computed here. */
  readonly golden: readonly (readonly number[] | Uint8Array)[];
  /** Free text such as `licence` and `source`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Packs a trained encoder: float, weight-only, or with activations of few bits, as its precision says.
 *
 *  The golden examples have the scores of the tfjs evaluation with the same sums. Reads tensors back synchronously, so the backend
 *  must be one that can (cpu, wasm).
 *  @throws RangeError naming the parameter that is missing, does not belong to the configuration, has another shape or a value that
 *    is not finite; for labels that are not as many as outputs, and for a golden example that the encoder cannot read. */
export function exportEncoder(
  config: AnyEncoderConfig,
  parameters: Parameters,
  options: ExportEncoderOptions,
): PackedModel {
  const shapes = encoderParameterShapes(config);
  checkParametersOf("exportEncoder", shapes, parameters);
  const { golden, metadata = {}, ...described } = options;
  const quantizers = encoderQuantizers(config);
  return withScope(() => {
    const parameter = (name: string): tf.Tensor => {
      const { shape, values } = parameters[name];
      return tf.tensor(values.slice(), [...shape]);
    };
    const settled = settledQuantizers(quantizers, parameter);
    const { description, places } = describeEncoder(config, { ...described, settled });
    const padding = options.tokens?.padding ?? 0;
    const samples = golden.map((sample) =>
      sample instanceof Uint8Array ? { pixels: sample, size: 1 } : batchOfTexts([sample], padding),
    );
    const isOfWords = description.task === "language-model";
    const scores = encoderScores(config, parameter, samples, {
      ...(isOfWords && { of: ({ wordScores, rows }: EncoderOutputs) => wordScores(rows) }),
    });
    const features =
      "vocabularySize" in config && isOfWords ? config.vocabularySize : config.outputs;
    return checkModel({
      description,
      tensors: new Map([
        ...packParameters(description, {
          ...{ parameters, shapes, grids: new Map(), embeddingBits: 32, postScale: 1 },
          quantizer: quantizers.weights,
          tableQuantizer: quantizers.table,
          settled: new Map(places.map(({ place }) => [place.name, settled(place)])),
        }),
        ...goldenRunTensors(goldenRunsOf(golden, scores, config), features),
      ]),
      metadata,
    });
  });
}

function goldenRunsOf(
  samples: ExportEncoderOptions["golden"],
  scores: readonly Float32Array[],
  config: AnyEncoderConfig,
): readonly GoldenRun[] {
  return samples.map((sample, i) => ({
    inputs: new Map([
      sample instanceof Uint8Array
        ? (["image", { dtype: "U8", shape: imageShape(config), data: sample }] as const)
        : ([
            "text",
            { dtype: "I32", shape: [sample.length], data: Int32Array.from(sample) },
          ] as const),
    ]),
    output: scores[i],
  }));
}

function imageShape(config: AnyEncoderConfig): readonly number[] {
  if (!readsImages(config)) return [];
  const { height, width, channels } = config.image;
  return [height, width, channels];
}
