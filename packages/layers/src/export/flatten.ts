import { checkChannelsLast } from "./layer-config.ts";
import { type LayerExporter, soleInput } from "./layer-export.ts";

/** Flattening: nothing moves, but a dense layer behind it reads the whole map. */
export const exportFlatten: LayerExporter = (call) => {
  checkChannelsLast(call.layer);
  return { ...soleInput(call), isFlat: true };
};
