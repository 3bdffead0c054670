import { UsageError } from "../errors.ts";
import type { FitConfig } from "./fit-config.ts";
import type { ReplicaTeacher } from "./replica.ts";
import { loadWeights } from "./weights-file.ts";

/** The teacher that a configuration names.
 *  @returns undefined if it names none
 *  @throws UsageError if the teacher has another vocabulary; Error if its file is missing or damaged. */
export async function loadTeacher(
  { teacher: { weights: path, share }, binarizeAt }: FitConfig,
  vocabularySize: number,
): Promise<ReplicaTeacher | undefined> {
  if (path === "") return undefined;
  const { model, parameters, step } = await loadWeights(path);
  if (model.vocabularySize !== vocabularySize) {
    throw new UsageError(
      `${path}: the teacher's vocabulary (${model.vocabularySize}) must equal the model's (${vocabularySize})`,
    );
  }
  return { model, parameters, step: Math.max(0, step - 1), share, from: binarizeAt };
}
