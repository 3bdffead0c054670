import { thermometer } from "@bnnkit/core";
import { ThermometerEncoding } from "../tables/thermometer-encoding.ts";
import { type LayerExporter, refusal, soleInput } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";
import { thresholded } from "./thresholded.ts";

/** A `ThermometerEncoding`: thresholds, a plane of bits for each. */
export const exportThermometerEncoding: LayerExporter = (call) => {
  const { layer } = call;
  const value = soleInput(call);
  if (!(layer instanceof ThermometerEncoding)) {
    throw refusal(
      layer,
      "must be the ThermometerEncoding of this package",
      "register no other class of that name",
    );
  }
  if (!isOnePixel(value)) {
    throw refusal(
      layer,
      "must read a vector, not a map, whose pixels would share their thresholds",
      "let the model read a vector",
    );
  }
  const { bits, features } = layer;
  const levels = Array.from({ length: bits }, (_, bit) => bit + 1);
  const encoded = thresholded(call, value, {
    wanted: layer.name,
    code: thermometer(levels),
    count: bits,
    levelsAt: (x) => Float32Array.from(layer.levelsOf(x).dataSync()),
  });
  return { ...encoded, coded: { count: bits * features, digits: 1, code: "binary" } };
};
