import { goldenRuns } from "./golden-runs.ts";
import { goldenTranslations } from "./golden-translations.ts";
import type { PackedModel } from "./packed-model.ts";

/** @throws RangeError naming a golden tensor that is not what the model's task wants. */
export function checkGolden(model: PackedModel): void {
  if (model.description.task === "sequence-to-sequence") goldenTranslations(model);
  else goldenRuns(model);
}
