import {
  createImageEncoder,
  encoderParameterShapes,
  type ImageBatch,
  type ImageEncoderConfig,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import {
  type ComparedShape,
  checkComparedShapes,
  classComparisons,
  type DistillationLoss,
  type TaughtBatch,
  taughtBatch,
} from "../encoder/distillation.ts";
import { variablesOf } from "../encoder/encoder-variables.ts";
import { UsageError } from "../errors.ts";
import type { ImageConfig } from "./image-config.ts";
import { readImageRun } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";
import { patchEncoder } from "./patch-encoder.ts";

/** A Transformer of patches that another imitates. */
export interface PatchTeacher {
  /** What its outputs are of images, as the loss of others; dispose of it when the step is done. */
  lossOn(images: ImageBatch): TaughtBatch;
  [Symbol.dispose](): void;
}

/** The Transformer of another run on such images.
 *  @throws UsageError if the folder holds none, or what is to be imitated has another shape. */
export async function openPatchTeacher(
  path: string,
  distill: readonly DistillationLoss[],
  { config: own, splits }: { readonly config: ImageConfig; readonly splits: ImageSplits },
): Promise<PatchTeacher> {
  const { config, weights } = await readImageRun("--teacher", path);
  if (config.network !== "vit") {
    throw new UsageError(`--teacher: ${path} holds a ${config.network}, and --distill takes a vit`);
  }
  const encoder = patchEncoder(config, splits);
  const shapes = { teacher: shapeOf(encoder), student: shapeOf(patchEncoder(own, splits)) };
  checkComparedShapes(path, distill, shapes);
  const values = encoderParameterShapes(encoder).map(({ name }, i) => [name, weights[i]] as const);
  const variables = variablesOf(encoder, Object.fromEntries(values), { trainable: false });
  const model = createImageEncoder(encoder, variables);
  return {
    lossOn: (images) =>
      taughtBatch(
        () => model.outputs(images),
        distill.map((name) => classComparisons[name]),
      ),
    [Symbol.dispose]: () => tf.dispose([...variables.values()]),
  };
}

function shapeOf(encoder: ImageEncoderConfig): ComparedShape {
  const { height, width } = encoder.image;
  return { ...encoder, maximumLength: (height * width) / encoder.patch ** 2 };
}
