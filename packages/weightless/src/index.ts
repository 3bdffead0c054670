/**
 * Weightless neural networks: thermometer encodings, WiSARD with bleaching, BTHOWeN, ULEEN, and their packed inference; networks of
 * truth tables, trained as DWN, as differentiable logic or as small quantized neurons.
 *
 * @module @bnnkit/weightless
 */

export type { DifferenceDecay, LogicParametrization, LogicStart } from "@bnnkit/core/truth-tables";
export type { BleachingOptions, TieRule, Vote } from "./bleaching.ts";
export { Bthowen, type BthowenOptions, type BthowenState } from "./bthowen.ts";
export {
  type BthowenModel,
  type BthowenModelName,
  bthowenBytes,
  bthowenModels,
} from "./bthowen-models.ts";
export { FilterEnsemble } from "./filter-ensemble.ts";
export { FilterNetwork, type FilterNetworkState } from "./filter-network.ts";
export {
  type FitEpochsOptions,
  type FittedEpoch,
  fitEpochs,
  type StepwiseNetwork,
} from "./fit-epochs.ts";
export { type FilterHashing, type FilterHashingOptions, h3Hash } from "./h3-hash.ts";
export type { SampleNumber } from "./model/encoder-node.ts";
export {
  type WeightlessModelOptions,
  type WeightlessNetwork,
  weightlessModel,
} from "./model/weightless-model.ts";
export { type WithThermometerOptions, withThermometer } from "./model/with-thermometer.ts";
export type { NodeMean } from "./node-means.ts";
export { normalQuantile } from "./normal-quantile.ts";
export { correlationScores, type PruneMode, pruneFilters, withBiases } from "./prune-filters.ts";
export {
  RegressionWisard,
  type RegressionWisardOptions,
  type RegressionWisardState,
} from "./regression-wisard.ts";
export type { Samples } from "./samples.ts";
export { type BleachSearch, type BleachTrial, searchBleach, searchLevel } from "./search-bleach.ts";
export { type DwnOptions, dwn } from "./tables/dwn.ts";
export { evaluateTruthTables, predictTruthTables } from "./tables/evaluate-truth-tables.ts";
export {
  type LogicConvolutions,
  type LogicNetworkOptions,
  logicNetwork,
} from "./tables/logic-network.ts";
export { type NeuronNetworkOptions, neuronNetwork } from "./tables/neuron-network.ts";
export type { LayerGradients, LayerPass, TrainableLayer } from "./tables/trainable-layer.ts";
export { TrainableTables } from "./tables/trainable-tables.ts";
export type { TreeConvolution } from "./tables/tree-convolution.ts";
export {
  type TruthTableLayer,
  type TruthTableNetwork,
  tablesOf,
  truthTableNetworkFrom,
  truthTableSize,
} from "./tables/truth-table-network.ts";
export {
  type BitOrder,
  encodeThermometer,
  type Thermometer,
  thermometerFrom,
} from "./thermometer.ts";
export {
  fitThermometer,
  type ThermometerFit,
  type ThermometerFitOptions,
  type ThermometerKind,
} from "./thermometer-fit.ts";
export { type RandomTuplesOptions, randomTuples, type Tuples, tuplesOf } from "./tuples.ts";
export { Uleen, type UleenOptions, type UleenState, type UleenStep } from "./uleen.ts";
export type { UleenPart } from "./uleen-submodel.ts";
export { Wisard, type WisardOptions, type WisardState } from "./wisard.ts";
export { packWisard } from "./wisard-network.ts";
