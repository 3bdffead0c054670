import type { ModelDescription } from "@bnnkit/model";
import { type HardwarePart, partNamed } from "../devices/asic-processes.ts";
import type { Calibration } from "../estimate/calibration.ts";
import type { Architecture, Folding } from "../network/dataflow-builder.ts";
import { nothingBuilt, type PlannableModel, partNodes } from "../network/plan-dataflow.ts";
import type { SumStyle } from "../units/unit-config.ts";
import { estimateDataflow } from "./estimate-dataflow.ts";
import { stageCosts } from "./estimate-stage.ts";
import { estimateUnits } from "./estimate-units.ts";
import type { ModelEstimate } from "./model-estimate.ts";
import type { ModelQuestion } from "./model-question.ts";
import type { WeightPlace } from "./place-memory.ts";

export interface EstimateModelOptions {
  /** A part of `devices`, a process of `asicProcesses`, or its name. */
  readonly part: HardwarePart | string;
  readonly clockMHz: number;
  /** A unit for each layer, one that does all, or that as a memory which sums up its rows. Default `dataflow`. */
  readonly architecture?: Architecture;
  /** Of products by the names of their nodes, of a shared engine by `engine`; those that are not named do a number at a time. */
  readonly folding?: Readonly<Record<string, Folding>>;
  /** The cheapest folding that is as fast. Default, without a folding: the fastest that fits the part. */
  readonly framesPerSecond?: number;
  /** Where weights stand on an FPGA. Default `auto`. */
  readonly weights?: WeightPlace;
  /** How sums are built. Default `compressor`. */
  readonly style?: SumStyle;
  /** Of transfers between processor and circuit. Default: they do not hold it up. */
  readonly linkGigabitsPerSecond?: number;
  readonly calibration?: Calibration;
}

/**
 * What a model costs on a part, from its description alone, in milliseconds: each layer's look-up tables, registers, memories, clocks and energy.
 *
 * Products that follow each other become a chain of units (FINN), or one unit that does them in turn (YodaNN). Of a model without such a chain, a Transformer for instance, each product of
 * integers is priced as a unit beside a processor, and clocks are those of one position. What stays on the processor is named with the reason and its
 * multiply-accumulates.
 *
 * @throws RangeError for a part that is unknown, a folding that does not divide, a rate that no folding reaches, and both of them at once; for layers that
 *   a shared engine cannot do.
 */
export function estimateModel(
  model: PlannableModel | ModelDescription,
  options: EstimateModelOptions,
): ModelEstimate {
  const { folding, framesPerSecond } = options;
  const question = modelQuestion(model, options);
  const { part, parted } = question;
  if (part.target === "asic" && folding === undefined && framesPerSecond === undefined) {
    throw new RangeError(
      `estimateModel: give a folding or framesPerSecond: ${part.name} has no bound, got neither`,
    );
  }
  return parted.chain.length > 0 ? estimateDataflow(question) : estimateUnits(question);
}

/** What is asked, checked, with the model's nodes parted. */
export function modelQuestion(
  model: PlannableModel | ModelDescription,
  options: EstimateModelOptions,
): ModelQuestion {
  const { clockMHz, folding, framesPerSecond, linkGigabitsPerSecond } = options;
  const part = typeof options.part === "string" ? partNamed(options.part) : options.part;
  for (const [name, value] of Object.entries({
    clockMHz,
    framesPerSecond,
    linkGigabitsPerSecond,
  })) {
    if (value === undefined || (value > 0 && value < Number.POSITIVE_INFINITY)) continue;
    throw new RangeError(`estimateModel: ${name} must be a positive number, got ${value}`);
  }
  if (folding !== undefined && framesPerSecond !== undefined)
    throw new RangeError("estimateModel: give a folding or framesPerSecond, got both");
  const description = "description" in model ? model.description : model;
  const parted = partNodes(description);
  const { calibration, weights, style, architecture = "dataflow" } = options;
  if (architecture !== "dataflow" && parted.chain.length === 0) throw nothingBuilt(parted);
  const costs = stageCosts(part.target, {
    ...(calibration && { calibration }),
    ...(weights && { weights }),
  });
  return {
    ...{ model: description.name, part, clockMHz, costs, parted, architecture },
    ...(folding && { folding }),
    ...(framesPerSecond !== undefined && { framesPerSecond }),
    ...(style && { style }),
    ...(linkGigabitsPerSecond !== undefined && { linkGigabitsPerSecond }),
  };
}
