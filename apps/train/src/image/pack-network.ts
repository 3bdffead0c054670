import { type PackedModel, writeModel } from "@bnnkit/model";
import { loadClassifier, verify } from "@bnnkit/runtime";
import { comparePacked } from "./compare-packed.ts";
import type { PackedComparison } from "./compare-scores.ts";
import { imageBatch } from "./image-batch.ts";
import type { ImageConfig } from "./image-config.ts";
import type { ImageLearner } from "./image-learner.ts";
import type { ImageSplits } from "./image-splits.ts";

const goldenImages = 2;

/** A network as a model file, and how that has been found to run. */
export interface PackedNetwork {
  readonly bytes: Uint8Array;
  readonly packed: PackedModel;
  /** On all test images. */
  readonly comparison: PackedComparison;
}

/** The model file of a trained network, with the scores of the first test images inside.
 *  @throws RangeError naming a layer that a model file has no node for; Error if the runtime gives other scores of those images. */
export async function packNetwork(
  learner: ImageLearner,
  config: ImageConfig,
  { train, test }: ImageSplits,
): Promise<PackedNetwork> {
  const { system, preset, network, name, licence, source, classNames, epochs, seed } = config;
  const indices = [...Array(Math.min(goldenImages, test.count)).keys()];
  const packed = learner.pack({
    name: name === "" ? `${system}-${network}` : name,
    ...(classNames.length > 0 && { labels: classNames }),
    metadata: {
      ...(licence !== "" && { licence }),
      ...(source !== "" && { source }),
      training: `${system} (${preset}) ${network}, ${epochs} epochs of ${train.count} images, seed ${seed}`,
    },
    golden: imageBatch(test, indices),
  });
  const bytes = writeModel(packed);
  using classifier = await loadClassifier(bytes);
  if (!(await verify(classifier)).passed) {
    throw new Error("packNetwork: the packed runtime gives other scores than the network");
  }
  return { bytes, packed, comparison: await comparePacked(learner, classifier, test) };
}
