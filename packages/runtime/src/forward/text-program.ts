import type { CheckedModel, NumbersType } from "@bnnkit/model";
import { Emitter } from "../compile/emitter.ts";
import { floatRows } from "../compile/float-rows.ts";
import { lowerGraph } from "../compile/lower-graph.ts";
import type { LoweredLayer } from "../compile/lowered-layer.ts";
import type { Instruction, Rows } from "../compile/value.ts";
import type { WeightMemory } from "../compile/weight-memory.ts";
import { PositionTables } from "../memory/position-tables.ts";
import { rowSpaces } from "./forward-program.ts";

/** A graph over the ids of texts as operations, for any texts. */
export interface TextProgram {
  readonly layers: readonly LoweredLayer[];
  readonly instructions: readonly Instruction[];
  /** float32 [texts, features], or [positions, features] */
  readonly output: Rows;
  readonly outputType: NumbersType;
  /** Whether the output has a row for each position, and not one for each text. */
  readonly hasRowsOfPositions: boolean;
  readonly positionTables: PositionTables;
}

/** Lowers the graph of a model whose one input are ids.
 *  @throws RangeError for another input. */
export function lowerText(model: CheckedModel, weights: WeightMemory): TextProgram {
  const [typed] = model.graphs;
  const [input, ...others] = typed.graph.inputs;
  if (input?.kind !== "ids" || others.length > 0) {
    throw new RangeError("lowerText: the graph must have one input, ids");
  }
  const emitter = new Emitter(weights);
  lowerGraph(emitter, typed, { inputs: new Map(), spaceOf: rowSpaces() });
  const output = floatRows(typed.graph.output, emitter);
  const { instructions, layers } = emitter;
  return {
    ...{ layers, instructions, output, outputType: typed.output },
    hasRowsOfPositions: typed.output.domain.kind === "sequence",
    positionTables: new PositionTables(),
  };
}
