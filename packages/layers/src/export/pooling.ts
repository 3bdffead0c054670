import type { PoolNode } from "@bnnkit/model";
import type { ExportedValue } from "./exported-value.ts";
import { checkChannelsLast, extentOf, paddingOf } from "./layer-config.ts";
import { type LayerCall, type LayerExporter, soleInput } from "./layer-export.ts";
import { mapOf, windowOf } from "./product.ts";
import { settled } from "./settled.ts";

/** Pools with a window. */
export function exportPooling(take: "maximum" | "mean"): LayerExporter {
  return (call) => {
    const { layer } = call;
    const map = mapOf(layer, soleInput(call));
    const window = windowOf(extentOf(layer, "poolSize"), {
      strides: extentOf(layer, "strides"),
      margin: paddingOf(layer) === "same" ? { map, outside: 0 } : undefined,
    });
    return writePool(call, take, window);
  };
}

/** Pools of all places. */
export function exportGlobalPooling(take: "maximum" | "mean"): LayerExporter {
  return (call) => {
    mapOf(call.layer, soleInput(call));
    return writePool(call, take, "all");
  };
}

/** The largest of numbers that a rising function maps is mapped to the largest, so what is pending may follow. */
function writePool(
  call: LayerCall,
  take: "maximum" | "mean",
  window: PoolNode["window"],
): ExportedValue {
  const { layer, writer } = call;
  checkChannelsLast(layer);
  const value = soleInput(call);
  const canFollow = take === "maximum" && value.pending.every(({ isRising }) => isRising);
  const x = canFollow ? value : settled(writer, value);
  const name = writer.nameOf(layer.name);
  const y = writer.write({ op: "pool", name, inputs: [x.name], take, window }, x);
  return { ...y, pending: x.pending };
}
