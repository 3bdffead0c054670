import {
  type CheckedModel,
  type Domain,
  formatDomain,
  type MapInput,
  type NumbersType,
} from "@bnnkit/model";
import { Emitter } from "../compile/emitter.ts";
import { floatRows } from "../compile/float-rows.ts";
import { lowerGraph } from "../compile/lower-graph.ts";
import type { Instruction, RowSpace, Rows, Value } from "../compile/value.ts";
import type { WeightMemory } from "../compile/weight-memory.ts";

/** A graph over one map as operations, for any number of samples. */
export interface ForwardProgram {
  readonly instructions: readonly Instruction[];
  readonly input: MapInput;
  /** The pixels of the samples. */
  readonly pixels: Rows;
  /** float32 [rows of the output's domain, features] */
  readonly output: Rows;
  readonly outputType: NumbersType;
  /** One row for each sample. */
  readonly samples: RowSpace;
}

/** Lowers the graph of a model of one map.
 *  @throws RangeError for another input. */
export function lowerForward(model: CheckedModel, weights: WeightMemory): ForwardProgram {
  const [typed] = model.graphs;
  const [input, ...others] = typed.graph.inputs;
  if (input?.kind !== "map" || others.length > 0) {
    throw new RangeError("lowerForward: the graph must have one input, a map");
  }
  const spaceOf = rowSpaces();
  const { height, width, features, code } = input;
  const domain: Domain = { kind: "map", height, width };
  const isBytes = code[0].digit !== "float32";
  const pixels: Rows = {
    name: input.name,
    space: spaceOf(domain),
    bytesPerRow: isBytes ? features : 4 * features,
  };
  const type: NumbersType = { kind: "numbers", domain, features, code };
  const value: Value = { type, space: pixels.space, [isBytes ? "codes" : "floats"]: pixels };
  const emitter = new Emitter(weights);
  const inputs = new Map([[input.name, value]]);
  const { type: outputType } = lowerGraph(emitter, typed, { inputs, spaceOf });
  const output = floatRows(typed.graph.output, emitter);
  const { instructions, samples } = emitter;
  return { instructions, input, pixels, output, outputType, samples };
}

/** Rows that one sample has in a space. */
export function rowsPerSample({ domain }: RowSpace): number {
  return domain.kind === "map" ? domain.height * domain.width : 1;
}

/** One space for each size of map. */
function rowSpaces(): (domain: Domain) => RowSpace {
  const spaces = new Map<string, RowSpace>();
  return (domain) => {
    const name = formatDomain(domain);
    const known = spaces.get(name);
    if (known !== undefined) return known;
    const space = { name, domain };
    spaces.set(name, space);
    return space;
  };
}
