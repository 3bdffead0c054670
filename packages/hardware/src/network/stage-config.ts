import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { engineWords } from "../units/engine-constants.ts";
import type { SharedEngineConfig } from "../units/engine-passes.ts";
import { sharedEngineTiming } from "../units/engine-timing.ts";
import {
  type MatrixVectorConfig,
  matrixVector,
  matrixVectorTiming,
} from "../units/matrix-vector.ts";
import { sharedEngine } from "../units/shared-engine.ts";
import {
  type SlidingWindowConfig,
  slidingWindow,
  slidingWindowTiming,
} from "../units/sliding-window.ts";
import {
  type StreamBufferConfig,
  streamBuffer,
  streamBufferTiming,
} from "../units/stream-buffer.ts";
import { type StreamPoolConfig, streamPool, streamPoolTiming } from "../units/stream-pool.ts";
import {
  type StreamThresholdConfig,
  streamThreshold,
  streamThresholdTiming,
} from "../units/stream-threshold.ts";
import {
  type WidthConverterConfig,
  widthConverter,
  widthConverterTiming,
} from "../units/width-converter.ts";
import type { Stage, StageTiming, Stream } from "./stream.ts";

/** What a stage of a network is, by its parameters alone: enough to say when beats pass it. */
export type StageConfig =
  | MatrixVectorConfig
  | SharedEngineConfig
  | SlidingWindowConfig
  | StreamBufferConfig
  | StreamPoolConfig
  | StreamThresholdConfig
  | WidthConverterConfig;

/** Numbers that are built into a stage. */
export interface StageConstants {
  readonly weights?: ArrayLike<number>;
  readonly thresholds?: ArrayLike<number>;
  /** 1 for features whose levels are turned round. */
  readonly turned?: ArrayLike<number>;
}

/** A stage of a network with its name, which the parts of its circuit have. */
export interface PlannedStage {
  readonly name: string;
  readonly config: StageConfig;
  readonly constants: StageConstants;
}

/** Adds the circuit of a stage behind a stream. */
export function buildStage(m: ModuleBuilder, input: Stream, stage: PlannedStage): Stage {
  const { config, constants } = stage;
  switch (config.unit) {
    case "matrix-vector": {
      const { weights = [], thresholds = [] } = constants;
      return matrixVector(m, input, config, { weights, thresholds });
    }
    case "shared-engine": {
      const { weights = [], thresholds = [] } = constants;
      return sharedEngine(m, input, config, engineWords(config, { weights, thresholds }));
    }
    case "sliding-window":
      return slidingWindow(m, input, config);
    case "stream-buffer":
      return streamBuffer(m, input, config);
    case "stream-pool":
      return streamPool(m, input, config, constants.turned);
    case "stream-threshold":
      return streamThreshold(m, input, config, constants.thresholds ?? []);
    case "width-converter":
      return widthConverter(m, input, config);
  }
}

/** The clocks of a stage. */
export function stageTiming(config: StageConfig): StageTiming {
  switch (config.unit) {
    case "matrix-vector":
      return matrixVectorTiming(config);
    case "shared-engine":
      return sharedEngineTiming(config);
    case "sliding-window":
      return slidingWindowTiming(config);
    case "stream-buffer":
      return streamBufferTiming(config);
    case "stream-pool":
      return streamPoolTiming(config);
    case "stream-threshold":
      return streamThresholdTiming();
    case "width-converter":
      return widthConverterTiming(config);
  }
}
