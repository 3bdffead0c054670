import type { PackedModel } from "@bnnkit/model";
import { loadOnnxruntime, type OnnxPackage, openOnnxSession } from "../../peers/onnxruntime.ts";
import { imageLength } from "../images.ts";
import type { ImageClassifier } from "../timed-classifier.ts";
import { classifierShape } from "./classifier-shape.ts";
import { exportClassifier } from "./export-classifier.ts";

/** Which onnxruntime, and on how many threads. */
export interface OnnxClassifierOptions {
  readonly runtime: OnnxPackage;
  readonly threads: number;
}

/** A packed classifier in float32 on onnxruntime.
 *  @throws RangeError for a model with a node that has no float32 form here, Error where onnxruntime does not start. */
export async function openOnnxClassifier(
  model: PackedModel,
  { runtime, threads }: OnnxClassifierOptions,
): Promise<ImageClassifier> {
  const { input } = classifierShape(model);
  const { bytes, inputDims } = exportClassifier(model);
  const onnxruntime = await loadOnnxruntime(runtime, threads);
  const session = await openOnnxSession(onnxruntime, {
    model: bytes,
    provider: runtime === "onnxruntime-web" ? "wasm" : "cpu",
    threads,
  });
  return {
    async scores(images) {
      const count = images.length / imageLength(input);
      const pixels = new onnxruntime.Tensor("float32", new Float32Array(images), [
        count,
        ...inputDims,
      ]);
      const { scores } = await session.run({ [input.name]: pixels });
      if (scores?.data instanceof Float32Array) return scores.data;
      throw new TypeError("openOnnxClassifier: scores must be float32");
    },
  };
}
