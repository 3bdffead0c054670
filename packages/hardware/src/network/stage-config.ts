import type { ModuleBuilder } from "../netlist/module-builder.ts";
import {
  type MatrixVectorConfig,
  matrixVector,
  matrixVectorTiming,
} from "../units/matrix-vector.ts";
import {
  type StreamBufferConfig,
  streamBuffer,
  streamBufferTiming,
} from "../units/stream-buffer.ts";
import {
  type WidthConverterConfig,
  widthConverter,
  widthConverterTiming,
} from "../units/width-converter.ts";
import type { Stage, StageTiming, Stream } from "./stream.ts";

/** What a stage of a network is, by its parameters alone: enough to say when beats pass it. */
export type StageConfig = MatrixVectorConfig | StreamBufferConfig | WidthConverterConfig;

/** Numbers that are built into a stage. */
export interface StageConstants {
  readonly weights?: ArrayLike<number>;
  readonly thresholds?: ArrayLike<number>;
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
    case "stream-buffer":
      return streamBuffer(m, input, config);
    case "width-converter":
      return widthConverter(m, input, config);
  }
}

/** The clocks of a stage. */
export function stageTiming(config: StageConfig): StageTiming {
  switch (config.unit) {
    case "matrix-vector":
      return matrixVectorTiming(config);
    case "stream-buffer":
      return streamBufferTiming(config);
    case "width-converter":
      return widthConverterTiming(config);
  }
}
