import { type LayerExporter, refusal } from "./layer-export.ts";

/** A layer that a model file has no node for, or none that reads what the model reads.
 *  @param reason  "must …" */
export function unpackable(reason: string, remedy: string): LayerExporter {
  return ({ layer }) => {
    throw refusal(layer, reason, remedy);
  };
}
