import { UsageError } from "../errors.ts";
import type { FitConfig } from "./fit-config.ts";
import type { LoadedTokenizer } from "./load-data.ts";
import type { ReplicaTeacher } from "./replica.ts";
import { loadWeightsFor } from "./weights-file.ts";

/** The teacher that a configuration names.
 *  @returns undefined if it names none
 *  @throws UsageError if the teacher has another tokenizer, or its file is missing or damaged. */
export async function loadTeacher(
  { teacher: { weights: path, share }, binarizeAt }: FitConfig,
  { tokenizer: { vocabularySize }, sha256 }: Pick<LoadedTokenizer, "tokenizer" | "sha256">,
): Promise<ReplicaTeacher | undefined> {
  if (path === "") return undefined;
  const { model, parameters, step } = await loadWeightsFor(path, sha256);
  if (model.vocabularySize !== vocabularySize) {
    throw new UsageError(
      `${path}: the teacher's vocabulary (${model.vocabularySize}) must equal the model's (${vocabularySize})`,
    );
  }
  return { model, parameters, step: Math.max(0, step - 1), share, from: binarizeAt };
}
