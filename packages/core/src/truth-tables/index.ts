/**
 * What trainers of truth tables have in common, in plain numbers: gradients of look-up tables, parametrizations of logic gates, neurons
 * that are enumerated, and how connections are drawn.
 *
 * @module @bnnkit/core/truth-tables
 */

export {
  type DifferenceDecay,
  decayWeight,
  differenceSmoothing,
} from "./extended-finite-difference.ts";
export {
  type GateWeights,
  gateEntry,
  gateWeights,
  type LogicParametrization,
  type LogicStart,
} from "./logic-parametrization.ts";
export { drawCandidates, mappingTemperature } from "./mapping-candidates.ts";
export { type Monomials, monomialsOf, monomialValues } from "./monomials.ts";
export {
  type LevelCode,
  levelBit,
  levelBits,
  neuronInputs,
  startNeurons,
} from "./neuron-levels.ts";
export { randomConnections } from "./random-connections.ts";
export { drawTreeLeaves, type TreeLeaf, type TreeSizes } from "./tree-leaves.ts";
export { walshHadamard } from "./walsh-hadamard.ts";
