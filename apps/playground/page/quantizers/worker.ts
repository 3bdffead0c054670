import type { QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { expose } from "comlink";
import { quantizerCatalogue } from "./quantizer-catalogue.ts";
import type { QuantizerEntry } from "./quantizer-control.ts";
import { curvesOf, type QuantizerCurves } from "./quantizer-curves.ts";

const ready = tf.setBackend("cpu");

/** What the worker of the quantizers does. */
const service = {
  async catalogue(): Promise<readonly QuantizerEntry[]> {
    await ready;
    return quantizerCatalogue;
  },
  curves(spec: QuantizerSpec): QuantizerCurves {
    return curvesOf(spec);
  },
};

export type QuantizerService = typeof service;
expose(service);
