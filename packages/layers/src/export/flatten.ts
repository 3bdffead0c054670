import { checkChannelsLast } from "./layer-config.ts";
import { type LayerExporter, soleInput } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";

/** Flattening: nothing moves, but a dense layer behind it reads the whole map. */
export const exportFlatten: LayerExporter = (call) => {
  checkChannelsLast(call.layer);
  const { coded, ...value } = soleInput(call);
  // Bits that stand for themselves are those of a vector now.
  const isVector = coded?.digits === 1 && isOnePixel(value) && coded.count === value.type.features;
  return { ...value, isFlat: true, ...(coded && !isVector && { coded }) };
};
