import { checkedDescription } from "./check-description.ts";
import { CheckedModel } from "./checked-model.ts";
import type { PackedModel } from "./packed-model.ts";

/**
 * Checks a whole model: its description; that exactly the tensors of its nodes and golden examples are
 * there, each with its dtype and shape; that floats are finite, int8 codes within −127 … 127, pad bits
 * zero, and golden ids words of the vocabulary. A model that it returned is not checked again.
 *
 * @throws TypeError or RangeError naming the field, node or tensor and, for a number, its index.
 */
export function checkModel(model: PackedModel): CheckedModel {
  if (model instanceof CheckedModel) return model;
  return new CheckedModel(checkedDescription(model.description), model);
}
