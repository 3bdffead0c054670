import { type Classifier, loadClassifier } from "@bnnkit/runtime";
import { UsageError } from "../errors.ts";
import { checkLabels, type ImageFiles, imagesIn, labelsIn, sizeOf } from "../idx/image-set.ts";
import { readImageSet } from "../idx/read-image-set.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import { type Confusion, confusionOf, rightOf } from "./confusion.ts";

export interface EvaluateImagesOptions {
  /** A packed classifier of images of bytes. */
  readonly model: string;
  readonly files: ImageFiles;
  /** Default 1. */
  readonly threads?: number;
}

export interface ImageEvaluation {
  readonly images: number;
  /** Share of the images whose class has the greatest score. */
  readonly accuracy: number;
  readonly confusion: Confusion;
  /** Names of the classes, where the model has names. */
  readonly labels: readonly string[] | undefined;
  readonly imagesPerSecond: number;
  /** From the first image to the last, loading excluded. */
  readonly seconds: number;
  readonly modelBytes: number;
}

/** Scores a packed classifier on labelled images with the packed runtime.
 *  @throws UsageError naming the file that is missing or malformed, or does not fit the other. */
export async function evaluateImages({
  model: path,
  files,
  threads = 1,
}: EvaluateImagesOptions): Promise<ImageEvaluation> {
  const bytes = await readInput(path, maximumModelBytes);
  const set = await readImageSet(files);
  using classifier = await open(path, bytes, threads);
  const { classes, input, description } = classifier;
  const size = sizeOf({ ...input, channels: input.features });
  const { height, width, channels } = set;
  // Networks of truth tables read the pixels of an image as one row.
  const isRow = input.height * input.width === 1 && input.features === height * width * channels;
  if (size !== sizeOf(set) && !isRow) {
    throw new UsageError(`${imagesIn(files)}: images are ${sizeOf(set)}, ${path} reads ${size}`);
  }
  checkLabels(labelsIn(files), set.labels, classes);
  const start = performance.now();
  const scores = await classifier.scores(set.images);
  const seconds = (performance.now() - start) / 1000;
  const confusion = confusionOf(scores, set.labels, classes);
  return {
    images: set.count,
    accuracy: rightOf(confusion) / set.count,
    confusion,
    labels: description.labels,
    imagesPerSecond: set.count / seconds,
    seconds,
    modelBytes: bytes.length,
  };
}

async function open(path: string, bytes: Uint8Array, threads: number): Promise<Classifier> {
  let classifier: Classifier;
  try {
    classifier = await loadClassifier(bytes, { threads });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
  const [{ digit }] = classifier.input.code;
  if (digit === "uint8") return classifier;
  classifier.dispose();
  throw new UsageError(`${path}: reads ${digit} pixels, and files of images hold bytes`);
}
