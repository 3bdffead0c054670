import { exportActivation, exportRelu } from "./activation.ts";
import { exportAdd } from "./add.ts";
import { exportBatchNormalization, exportShiftBatchNormalization } from "./batch-normalization.ts";
import { exportConcatenate } from "./concatenate.ts";
import { exportConv2d, exportDepthwiseConv2d } from "./conv2d.ts";
import { exportDense } from "./dense.ts";
import { exportFeatureScale } from "./feature-scale.ts";
import { exportFlatten } from "./flatten.ts";
import { exportGroupSum } from "./group-sum.ts";
import { type LayerExporter, soleInput } from "./layer-export.ts";
import { exportMixture } from "./mixture.ts";
import { exportMultiply } from "./multiply.ts";
import { exportGlobalPooling, exportPooling } from "./pooling.ts";
import { exportQuantActivation } from "./quant-activation.ts";
import { exportNormalizedDense, exportQuantDense } from "./quant-dense.ts";
import { exportRescaling } from "./rescaling.ts";
import { exportShiftedPReLU } from "./shifted-prelu.ts";
import { exportThermometerEncoding } from "./thermometer-encoding.ts";
import { exportLogicConv2d, exportTruthTables } from "./truth-tables.ts";
import { unpackable } from "./unpackable.ts";
import {
  exportQuantConv1d,
  exportQuantConv2d,
  exportQuantDepthwiseConv2d,
  exportQuantSeparableConv2d,
} from "./window-layer.ts";

/** What does nothing but in training. */
const identity: LayerExporter = soleInput;

/** Layers of this package that cannot be written, by the name of their class, each with what to do. */
export const unpackableLayers: ReadonlyMap<string, LayerExporter> = new Map([
  [
    "QuantConv2DTranspose",
    unpackable(
      "must be a layer that a model file has a node for, as a transposed convolution is not",
      'make maps grow outside of the packed part, or keep their size with padding "same"',
    ),
  ],
  [
    "QuantEmbedding",
    unpackable(
      "must read an image, a sequence of numbers or a vector, not ids",
      "train a text model with @bnnkit/transformer, or feed the rows of the table as a sequence",
    ),
  ],
]);

/** Layers that can be written, by the name of their class. */
export const layerExporters: ReadonlyMap<string, LayerExporter> = new Map([
  ["QuantDense", exportQuantDense],
  ["NormalizedDense", exportNormalizedDense],
  ["QuantConv2D", exportQuantConv2d],
  ["QuantDepthwiseConv2D", exportQuantDepthwiseConv2d],
  ["QuantSeparableConv2D", exportQuantSeparableConv2d],
  ["QuantConv1D", exportQuantConv1d],
  ["LocallyBinaryConv2D", exportQuantConv2d],
  ["QuantActivation", exportQuantActivation],
  ["Rescaling", exportRescaling],
  ["Flatten", exportFlatten],
  ["Dense", exportDense],
  ["Conv2D", exportConv2d],
  ["Conv1D", exportConv2d],
  ["DepthwiseConv2D", exportDepthwiseConv2d],
  ["BatchNormalization", exportBatchNormalization],
  ["ShiftBatchNormalization", exportShiftBatchNormalization],
  ["MaxPooling2D", exportPooling("maximum")],
  ["AveragePooling2D", exportPooling("mean")],
  ["MaxPooling1D", exportPooling("maximum")],
  ["AveragePooling1D", exportPooling("mean")],
  ["GlobalMaxPooling2D", exportGlobalPooling("maximum")],
  ["GlobalAveragePooling2D", exportGlobalPooling("mean")],
  ["GlobalMaxPooling1D", exportGlobalPooling("maximum")],
  ["GlobalAveragePooling1D", exportGlobalPooling("mean")],
  ["Activation", exportActivation],
  ["ReLU", exportRelu],
  ["ShiftedPReLU", exportShiftedPReLU],
  ["FeatureScale", exportFeatureScale],
  ["Add", exportAdd],
  ["Mixture", exportMixture],
  ["Multiply", exportMultiply],
  ["Concatenate", exportConcatenate],
  ["ThermometerEncoding", exportThermometerEncoding],
  ["LookUpTables", exportTruthTables],
  ["LogicGates", exportTruthTables],
  ["SparseNeurons", exportTruthTables],
  ["LogicConv2D", exportLogicConv2d],
  ["GroupSum", exportGroupSum],
  ["Dropout", identity],
  ["GaussianDropout", identity],
  ["GaussianNoise", identity],
]);

/** Layers that read numbers as they stand in the bits of a node. */
export const bitReaders: ReadonlySet<string> = new Set([
  "LookUpTables",
  "LogicGates",
  "SparseNeurons",
  "LogicConv2D",
  "GroupSum",
  "Flatten",
]);
