import type { MapInput } from "@bnnkit/model";
import { peakMemoryBytes } from "../process/peak-memory.ts";
import { serveLines } from "../process/serve-lines.ts";
import { type Images, imageLength } from "./images.ts";
import type { ClassifierCommand, OpenClassifier, OpenedClassifier } from "./process-messages.ts";
import { type ImageClassifier, timePasses } from "./timed-classifier.ts";

/** A classifier in this process. */
export interface ServedClassifier {
  readonly classifier: ImageClassifier;
  readonly images: Images;
  readonly input: MapInput;
  /** What its opening is answered with. */
  readonly opened: OpenedClassifier;
  readonly arenaPeakBytes: number;
}

/** Opens a classifier and times it as the lines of standard input say. */
export function serveClassifier<Open extends OpenClassifier>(
  open: (request: Open) => Promise<ServedClassifier>,
): Promise<void> {
  return serveLines<Open, ClassifierCommand>(async (request) => {
    const served = await open(request);
    return { opened: served.opened, obey: (command) => obey(command, served) };
  });
}

async function obey(command: ClassifierCommand, served: ServedClassifier): Promise<unknown> {
  const { classifier, images, input, arenaPeakBytes } = served;
  switch (command.kind) {
    case "time": {
      const { batchSize, runs } = command;
      return timePasses(classifier, images, { length: imageLength(input), batchSize, runs });
    }
    case "memory":
      return { peakBytes: peakMemoryBytes(), arenaPeakBytes };
  }
}
