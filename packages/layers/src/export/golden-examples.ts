import { type GoldenRun, goldenRunTensors, type MapInput, type Tensor } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";

const examplesWithoutAny = 2;

/** Golden runs of a model: what it says in TensorFlow.js of examples, by default of random pixels of a fixed seed.
 *  @throws RangeError for examples of another shape, and pixels of bytes that are none. */
export function goldenExamples(
  model: tf.LayersModel,
  input: MapInput,
  given: tf.Tensor | undefined,
): ReadonlyMap<string, Tensor> {
  const shape = model.inputs[0].shape.slice(1).map(Number);
  const examples = given ?? randomPixels([examplesWithoutAny, ...shape], input);
  if (examples.shape.slice(1).join() !== shape.join()) {
    throw new RangeError(
      `packClassifier: examples must be [count, ${shape.join(", ")}], got [${examples.shape.join(", ")}]`,
    );
  }
  const values = examples.dataSync();
  checkPixels(input, values);
  const scores = model.predict(examples);
  const outputs = (Array.isArray(scores) ? scores[0] : scores).dataSync();
  const count = examples.shape[0];
  const [size, classes] = [values.length / count, outputs.length / count];
  const runs = Array.from({ length: count }, (_, i): GoldenRun => {
    const pixels = values.slice(i * size, (i + 1) * size);
    return {
      inputs: new Map([[input.name, pixelTensor(input, pixels)]]),
      output: Float32Array.from(outputs.slice(i * classes, (i + 1) * classes)),
    };
  });
  return goldenRunTensors(runs, classes);
}

function randomPixels(shape: number[], { code: [{ digit }] }: MapInput): tf.Tensor {
  return digit === "uint8"
    ? tf.cast(tf.randomUniform(shape, 0, 256, "int32", 1), "float32")
    : tf.randomNormal(shape, 0, 1, "float32", 1);
}

function checkPixels({ code: [{ digit }] }: MapInput, values: ArrayLike<number>): void {
  if (digit !== "uint8") return;
  const index = Array.prototype.findIndex.call(
    values,
    (value) => !(Number.isInteger(value) && value >= 0 && value <= 255),
  );
  if (index < 0) return;
  throw new RangeError(
    `packClassifier: examples[${index}] must be a whole number in 0 … 255, got ${values[index]}`,
  );
}

function pixelTensor(
  { height, width, features, code: [{ digit }] }: MapInput,
  pixels: ArrayLike<number>,
): Tensor {
  const shape = [height, width, features];
  return digit === "uint8"
    ? { dtype: "U8", shape, data: Uint8Array.from(pixels) }
    : { dtype: "F32", shape, data: Float32Array.from(pixels) };
}
