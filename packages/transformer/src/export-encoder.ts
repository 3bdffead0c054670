import { checkModel, type GoldenRun, goldenRunTensors, type PackedModel } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { type DescribeEncoderOptions, describeEncoder } from "./describe-encoder.ts";
import { type EncoderConfig, encoderQuantizers } from "./encoder-config.ts";
import { encoderParameterShapes } from "./encoder-parameters.ts";
import { packParameters } from "./pack-parameters.ts";
import { checkParametersOf, type Parameters } from "./parameters.ts";
import { withScope } from "./scope.ts";
import { settledQuantizers } from "./settled-quantizers.ts";
import { encoderScores } from "./text-encoder.ts";

export interface ExportEncoderOptions extends Omit<DescribeEncoderOptions, "settled"> {
  /** Ids of the golden examples; their scores are computed here. */
  readonly golden: readonly (readonly number[])[];
  /** Free text such as `licence` and `source`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Packs a trained encoder: float, weight-only, or with activations of few bits, as its precision says.
 *
 *  The golden examples have the scores of the tfjs evaluation with the same sums. Reads tensors back synchronously, so the backend
 *  must be one that can (cpu, wasm).
 *  @throws RangeError naming the parameter that is missing, does not belong to the configuration, has another shape or a value that
 *    is not finite; for labels that are not as many as outputs, and for a golden text that the encoder cannot read. */
export function exportEncoder(
  config: EncoderConfig,
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
    const { padding } = options.tokens;
    const scores = encoderScores(config, parameter, golden, { padding });
    return checkModel({
      description,
      tensors: new Map([
        ...packParameters(description, {
          ...{ parameters, shapes, grids: new Map(), embeddingBits: 32, postScale: 1 },
          quantizer: quantizers.weights,
          tableQuantizer: quantizers.table,
          settled: new Map(places.map(({ place }) => [place.name, settled(place)])),
        }),
        ...goldenRunTensors(goldenRunsOf(golden, scores, config.outputs), config.outputs),
      ]),
      metadata,
    });
  });
}

function goldenRunsOf(
  texts: readonly (readonly number[])[],
  scores: Float32Array,
  outputs: number,
): readonly GoldenRun[] {
  return texts.map((text, i) => ({
    inputs: new Map([
      ["text", { dtype: "I32", shape: [text.length], data: Int32Array.from(text) }],
    ]),
    output: scores.slice(i * outputs, (i + 1) * outputs),
  }));
}
