import type { ModelDescription } from "./model-description.ts";
import type { Tensor } from "./tensor.ts";

/**
 * A model in memory: its description, its numbers by tensor name, and free text about it.
 *
 * `tensors` holds what `tensorsOf(description)` lists plus the golden examples `golden/<i>/…`.
 * `metadata` holds free text such as `licence` and `source`; what the file format itself writes
 * (`format`, `formatVersion`, `packing`, `description`, `checksum`) is not in it.
 */
export interface PackedModel {
  readonly description: ModelDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}
