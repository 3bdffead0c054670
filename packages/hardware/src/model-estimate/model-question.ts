import type { HardwarePart } from "../devices/asic-processes.ts";
import type { Architecture, Folding } from "../network/dataflow-builder.ts";
import type { PartedNodes } from "../network/plan-dataflow.ts";
import type { StageConfig } from "../network/stage-config.ts";
import type { SumStyle } from "../units/unit-config.ts";
import type { StageCost } from "./estimate-stage.ts";

/** What is asked about a model, with its nodes parted and its options checked. */
export interface ModelQuestion {
  readonly model: string;
  readonly part: HardwarePart;
  readonly clockMHz: number;
  readonly parted: PartedNodes;
  /** What a stage takes on the part. */
  readonly costs: (config: StageConfig) => StageCost;
  readonly architecture: Architecture;
  readonly folding?: Readonly<Record<string, Folding>>;
  readonly framesPerSecond?: number;
  readonly style?: SumStyle;
  readonly linkGigabitsPerSecond?: number;
}
