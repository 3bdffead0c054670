/**
 * Circuits of binarized networks: a typed netlist with its interpreters, and the units that such networks are made of.
 *
 * @module @bnnkit/hardware
 */

export { countAccesses, type LevelAccesses, type LoopCounts } from "./dataflow/count-accesses.ts";
export type { LoopAxis, LoopDimension, LoopLayer } from "./dataflow/loop-layer.ts";
export {
  dataflow,
  type Loop,
  type LoopLevel,
  type LoopMapping,
  type LoopMappingOptions,
  type Stationary,
} from "./dataflow/loop-mapping.ts";
export { type FrameWork, type Machine, type Roofline, roofline } from "./dataflow/roofline.ts";
export { type OperandBits, trafficBits } from "./dataflow/traffic.ts";
export { ice40PeriodNs } from "./delay/ice40-period.ts";
export { type DelayTarget, popcountDelayNs } from "./delay/popcount-delay.ts";
export { unitPeriodNs } from "./delay/unit-period.ts";
export {
  type AsicProcess,
  asicProcesses,
  type HardwarePart,
  partNamed,
} from "./devices/asic-processes.ts";
export { type Device, deviceNamed, devices } from "./devices/devices.ts";
export { sramAccessEnergyPj } from "./energy/access-energy.ts";
export { type GateEnergyModel, nangate45Energy } from "./energy/gate-energy.ts";
export {
  type HorowitzEnergy,
  type HorowitzEntry,
  type HorowitzOperation,
  horowitzEnergy,
  horowitzProvenance,
  horowitzTable,
} from "./energy/horowitz.ts";
export { type NetlistEnergy, netlistEnergy } from "./energy/netlist-energy.ts";
export { popcountEnergyPj } from "./energy/popcount-energy.ts";
export {
  type Activity,
  randomActivity,
  type ToggleMeter,
  toggleMeter,
} from "./energy/toggle-meter.ts";
export {
  ihpVoltageModel,
  leakageEnergyPj,
  scaleVoltage,
  type VoltageModel,
  type VoltageScaling,
} from "./energy/voltage-scaling.ts";
export type {
  Calibration,
  ErrorFigures,
  Fit,
  FittedRegime,
  Quantity,
} from "./estimate/calibration.ts";
export { decodeCalibration } from "./estimate/decode-calibration.ts";
export { defaultCalibration } from "./estimate/default-calibration.generated.ts";
export { drawConfigs } from "./estimate/draw-configs.ts";
export {
  type EstimateOptions,
  estimateUnit,
  type UnitEstimate,
} from "./estimate/estimate-unit.ts";
export { fitCalibration } from "./estimate/fit-calibration.ts";
export type { MeasuredPoint } from "./estimate/measured-point.ts";
export { trainingGrid } from "./estimate/training-grid.ts";
export { type FeatureName, featureNames, unitFeatures } from "./estimate/unit-features.ts";
export {
  type ComparedPoint,
  comparePoint,
  type ErrorSummary,
  summarizeErrors,
} from "./estimate/validate-estimates.ts";
export type { Figure, FigureKind, Provenance } from "./figure.ts";
export {
  type ChosenFolding,
  type FoldingCost,
  type FoldingOptions,
  fastestFolding,
  foldForRate,
  paretoFoldings,
} from "./folding/choose-folding.ts";
export { type CountedFolding, layerFoldings } from "./folding/layer-foldings.ts";
export { type CheckLogic, logicChecker } from "./logic/check-logic.ts";
export type { Comparator, LogicNumber } from "./logic/comparators.ts";
export {
  type CoreSize,
  coreLuts,
  fitVoteLuts,
  leaveOneOut,
  type VoteLuts,
  voteLuts,
} from "./logic/core-luts.ts";
export {
  type EncoderLuts,
  encoderLuts,
  expectedComparators,
  fitEncoderLuts,
  leaveOneOutWithEncoder,
} from "./logic/encoder-luts.ts";
export { type LogicCircuitOptions, logicCircuit } from "./logic/logic-circuit.ts";
export type { LogicFilter, LogicFilters } from "./logic/logic-filters.ts";
export { logicMutants } from "./logic/logic-mutants.ts";
export { logicNetlist } from "./logic/logic-netlist.ts";
export { logicVotes } from "./logic/logic-votes.ts";
export { nearThresholds } from "./logic/near-thresholds.ts";
export { type LogicCore, type LogicPlan, type LogicTable, planLogic } from "./logic/plan-logic.ts";
export { type LogicPrice, priceLogic } from "./logic/price-logic.ts";
export {
  type MappedFeatureName,
  mappedFeatureNames,
  mappedFeatures,
} from "./mapping/mapped-features.ts";
export {
  type BlockRam,
  type BlockRamPacking,
  blockRamShapes,
  packBlockRam,
} from "./memory/block-ram.ts";
export { dramEnergyPj } from "./memory/dram.ts";
export {
  type ArrayMemory,
  type ArrayPass,
  type InMemoryArray,
  inMemoryArray,
} from "./memory/in-memory-array.ts";
export { type LutRam, type LutRamPacking, packLutRam } from "./memory/lut-ram.ts";
export type { WordsByWidth } from "./memory/memory-shape.ts";
export { memoryArea, type OnChipMemory, onChipMemory } from "./memory/on-chip-memory.ts";
export { type RegisterFile, registerFile } from "./memory/register-file.ts";
export { type SramMacro, type SramOptions, sramMacro } from "./memory/sram-macro.ts";
export {
  type FoldedWeights,
  type WeightPacking,
  weightBlockRams,
  weightMemories,
} from "./memory/weight-memory.ts";
export { type EstimateModelOptions, estimateModel } from "./model-estimate/estimate-model.ts";
export type { CircuitCost } from "./model-estimate/estimate-stage.ts";
export {
  type ExploredFolding,
  type ExploreModelOptions,
  exploreModel,
} from "./model-estimate/explore-model.ts";
export type {
  LayerEstimate,
  ModelEstimate,
  ModelTiming,
  ModelTraffic,
  PassEstimate,
  PricedCircuit,
  ResourceUse,
  StageEstimate,
} from "./model-estimate/model-estimate.ts";
export type { WeightPlace } from "./model-estimate/place-memory.ts";
export {
  type AddCell,
  type Cell,
  type CellOp,
  type CompareCell,
  type CounterCell,
  combinationalInputsOf,
  type FullAdderCell,
  type GateCell,
  type HalfAdderCell,
  inputsOf,
  isClocked,
  type MemoryStyle,
  type MuxCell,
  type NotCell,
  outputsOf,
  type RamCell,
  type RegisterCell,
  type RomCell,
  type SubtractCell,
  type SumCell,
} from "./netlist/cell.ts";
export {
  countFeatures,
  type Features,
  type MemoryShape,
  partsOf,
} from "./netlist/count-features.ts";
export { laneNumber, lanes, packLanes, unpackLane } from "./netlist/lanes.ts";
export { busOf, type Module, type Port, type Signal } from "./netlist/module.ts";
export {
  type MemoryOptions,
  ModuleBuilder,
  type RamPorts,
  type RegisterOptions,
} from "./netlist/module-builder.ts";
export {
  type Bus,
  constantBus,
  isConstant,
  type Net,
  one,
  resize,
  shiftLeft,
  signedWidth,
  unsignedWidth,
  zero,
} from "./netlist/net.ts";
export { printVerilog } from "./netlist/print-verilog.ts";
export { type Simulator, simulate } from "./netlist/simulate.ts";
export type {
  Architecture,
  DataflowOptions,
  Folding,
  PlannedLayer,
  PlannedPass,
  StreamPort,
} from "./network/dataflow-builder.ts";
export { hardwareSupport } from "./network/hardware-support.ts";
export {
  type DataflowPlan,
  type PlannableModel,
  type ProcessorNode,
  planDataflow,
} from "./network/plan-dataflow.ts";
export { dataflowModule, runDataflow } from "./network/run-dataflow.ts";
export { type RunStreamOptions, runStream, type StreamRun } from "./network/run-stream.ts";
export {
  type PlannedStage,
  type StageConfig,
  type StageConstants,
  stageTiming,
} from "./network/stage-config.ts";
export type { Stage, StageTiming, Stream, StreamNumber } from "./network/stream.ts";
export { streamModule } from "./network/stream-module.ts";
export type { BlockMemory, MemoryPort } from "./proof/block-memory.ts";
export {
  type CheckBehaviourOptions,
  type CheckedBehaviour,
  checkBehaviour,
  type Mismatch,
} from "./proof/check-behaviour.ts";
export { checkEveryInput } from "./proof/check-every-input.ts";
export { type DrawVectors, drawnPasses, everyPass, type PortWords } from "./proof/drawn-vectors.ts";
export type { FlipFlop, MappedNetlist, TableCell } from "./proof/mapped-netlist.ts";
export { type MutantSieve, mutantSieve } from "./proof/mutant-sieve.ts";
export { type Mutant, mutants } from "./proof/mutants.ts";
export { parseNetlist } from "./proof/parse-netlist.ts";
export { simulateNetlist } from "./proof/simulate-netlist.ts";
export { bnnPynqBuilds, type PublishedBuild } from "./published/bnn-pynq.ts";
export {
  bthowenDesigns,
  bthowenSource,
  type PublishedDesign,
} from "./published/bthowen-designs.ts";
export { type ComparedBuild, compareBuilds } from "./published/compare-builds.ts";
export { compareDesigns, filtersPerClass } from "./published/compare-designs.ts";
export { dwnCores, dwnCoresSource, type PublishedCore } from "./published/dwn-cores.ts";
export {
  dwnEncoders,
  type EncodedNumbers,
  type PublishedEncoder,
} from "./published/dwn-encoders.ts";
export { type BReinCapacity, breinLimits, fitsBRein } from "./published-silicon/brein-capacity.ts";
export {
  comparePublished,
  energyOfOperationPj,
  type PublishedComparison,
} from "./published-silicon/compare-published.ts";
export {
  type PublishedChip,
  type PublishedNumber,
  publishedChips,
} from "./published-silicon/published-chip.ts";
export {
  type BeatClocks,
  type ScheduleOptions,
  scheduleBeats,
} from "./schedule/schedule-beats.ts";
export {
  type DataflowSchedule,
  framesPerSecond,
  type ScheduleDataflowOptions,
  scheduleDataflow,
} from "./schedule/schedule-dataflow.ts";
export { sizeBuffers } from "./schedule/size-buffers.ts";
export type { CellCounts } from "./synthesis/count-cells.ts";
export {
  type AsicTarget,
  type SynthesisTarget,
  synthesisTargets,
  type Target,
  targets,
} from "./synthesis/target.ts";
export { decodeUnitConfig } from "./units/decode-unit-config.ts";
export { type EngineAccesses, engineAccesses } from "./units/engine-accesses.ts";
export {
  type EngineLayer,
  type EnginePass,
  enginePassCycles,
  enginePasses,
  type SharedEngineConfig,
} from "./units/engine-passes.ts";
export { type FixedPointFormat, fromFixedPoint, toFixedPoint } from "./units/fixed-point.ts";
export { generateUnit } from "./units/generate-unit.ts";
export {
  type MatrixVectorConfig,
  type MatrixVectorConstants,
  matrixVectorCycles,
  sumNumber,
} from "./units/matrix-vector.ts";
export type { SlidingWindowConfig } from "./units/sliding-window.ts";
export type { StreamBufferConfig } from "./units/stream-buffer.ts";
export type { StreamPoolConfig } from "./units/stream-pool.ts";
export type { StreamThresholdConfig } from "./units/stream-threshold.ts";
export type { PortBits, Unit, UnitConstants } from "./units/unit.ts";
export type {
  BinaryAttentionConfig,
  BitPlanesConfig,
  LookUpConfig,
  MaxPoolConfig,
  ScaleBiasConfig,
  Segment,
  ShiftAddConfig,
  SignedSumConfig,
  Source,
  SumStyle,
  TernaryDotConfig,
  ThresholdConfig,
  UnitConfig,
  XnorPopcountConfig,
} from "./units/unit-config.ts";
export type { WidthConverterConfig } from "./units/width-converter.ts";
