import { exportActivation, exportRelu } from "./activation.ts";
import { exportAdd } from "./add.ts";
import { exportBatchNormalization } from "./batch-normalization.ts";
import { exportConcatenate } from "./concatenate.ts";
import { exportConv2d } from "./conv2d.ts";
import { exportDense } from "./dense.ts";
import { exportFlatten } from "./flatten.ts";
import { type LayerExporter, soleInput } from "./layer-export.ts";
import { exportGlobalPooling, exportPooling } from "./pooling.ts";
import { exportQuantActivation } from "./quant-activation.ts";
import { exportQuantConv2d } from "./quant-conv2d.ts";
import { exportQuantDense } from "./quant-dense.ts";
import { exportRescaling } from "./rescaling.ts";
import { exportShiftedPReLU } from "./shifted-prelu.ts";

/** What does nothing but in training. */
const identity: LayerExporter = soleInput;

/** Layers that can be written, by the name of their class. */
export const layerExporters: ReadonlyMap<string, LayerExporter> = new Map([
  ["QuantDense", exportQuantDense],
  ["QuantConv2D", exportQuantConv2d],
  ["QuantActivation", exportQuantActivation],
  ["Rescaling", exportRescaling],
  ["Flatten", exportFlatten],
  ["Dense", exportDense],
  ["Conv2D", exportConv2d],
  ["BatchNormalization", exportBatchNormalization],
  ["MaxPooling2D", exportPooling("maximum")],
  ["AveragePooling2D", exportPooling("mean")],
  ["GlobalMaxPooling2D", exportGlobalPooling("maximum")],
  ["GlobalAveragePooling2D", exportGlobalPooling("mean")],
  ["Activation", exportActivation],
  ["ReLU", exportRelu],
  ["ShiftedPReLU", exportShiftedPReLU],
  ["Add", exportAdd],
  ["Concatenate", exportConcatenate],
  ["Dropout", identity],
  ["GaussianDropout", identity],
  ["GaussianNoise", identity],
]);
