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
import type { LoweredLayer } from "../compile/lowered-layer.ts";
import type { Instruction, RowSpace, Rows, Value } from "../compile/value.ts";
import type { WeightMemory } from "../compile/weight-memory.ts";

/** A graph over one map as operations, for any number of samples. */
export interface ForwardProgram {
  readonly layers: readonly LoweredLayer[];
  readonly instructions: readonly Instruction[];
  readonly input: MapInput;
  /** The pixels of the samples as they are given, and as numbers; undefined where nothing reads them so. */
  readonly pixels: Rows | undefined;
  readonly numbers: Rows | undefined;
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
  const space = spaceOf(domain);
  const codes: Rows = { name: input.name, space, bytesPerRow: features };
  const floats: Rows = { name: `${input.name} as floats`, space, bytesPerRow: 4 * features };
  const type: NumbersType = { kind: "numbers", domain, features, code };
  const value: Value = { type, space, floats, ...(code[0].digit !== "float32" && { codes }) };
  const emitter = new Emitter(weights);
  const inputs = new Map([[input.name, value]]);
  const { type: outputType } = lowerGraph(emitter, typed, { inputs, spaceOf });
  const output = floatRows(typed.graph.output, emitter);
  const { instructions, samples } = emitter;
  const read = new Set([...instructions.flatMap(({ reads }) => reads), output]);
  return {
    layers: emitter.layers,
    instructions,
    input,
    pixels: read.has(codes) ? codes : undefined,
    numbers: read.has(floats) ? floats : undefined,
    output,
    outputType,
    samples,
  };
}

/** Rows that one sample has in a space. */
export function rowsPerSample({ domain }: RowSpace): number {
  return domain.kind === "map" ? domain.height * domain.width : 1;
}

/** One space for each size of map. */
export function rowSpaces(): (domain: Domain) => RowSpace {
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
