import { checkFinite, checkIndex } from "@bnnkit/core";
import { goldenPrefix, isGoldenName } from "./golden.ts";
import type { Graph, GraphInput } from "./graph.ts";
import { typeGraph } from "./infer-types.ts";
import type { PackedModel } from "./packed-model.ts";
import { quoted, quotedList } from "./quoted.ts";
import type { Dtype, Tensor } from "./tensor.ts";
import type { NumbersType } from "./value-type.ts";

/** Inputs of a graph with the output that the model gave for them when it was written. */
export interface GoldenRun {
  /** By the names of the graph's inputs: ids I32 [positions], rows F32 [positions, features], maps [height, width, features]
   *  of the digits of their pixels, as they are fed. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** [rows, features] */
  readonly output: Float32Array;
}

const where = "goldenRuns";

/** The tensors `golden/<i>/<input>` and `golden/<i>/output` of examples, to put into a model of one graph.
 *  @param features  of the graph's output. */
export function goldenRunTensors(
  examples: readonly GoldenRun[],
  features: number,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  examples.forEach(({ inputs, output }, i) => {
    for (const [name, tensor] of inputs) tensors.set(`${goldenPrefix}${i}/${name}`, tensor);
    const shape = [output.length / features, features];
    tensors.set(`${goldenPrefix}${i}/output`, { dtype: "F32", shape, data: output });
  });
  return tensors;
}

/**
 * The golden examples of a model of one graph, in order; none of a translation model, which has others.
 *
 * @throws RangeError naming a golden tensor that is missing, extra, of the wrong shape, or holds an id
 *   or number that cannot be.
 */
export function goldenRuns({ description, tensors }: PackedModel): readonly GoldenRun[] {
  if (description.task === "sequence-to-sequence") return [];
  const { graph } = description;
  const names = new Set([...tensors.keys()].filter(isGoldenName));
  if (names.size === 0) return [];
  const { output } = typeGraph(graph, where);
  const runs: GoldenRun[] = [];
  while (tensors.has(`${goldenPrefix}${runs.length}/output`)) {
    runs.push(readRun(graph, tensors, `${goldenPrefix}${runs.length}`, output));
  }
  for (const i of runs.keys()) {
    for (const { name } of [...graph.inputs, { name: "output" }]) {
      names.delete(`${goldenPrefix}${i}/${name}`);
    }
  }
  for (const name of names) {
    throw new RangeError(
      `${where}: tensor ${quoted(name)} must belong to one of the ${runs.length} examples numbered from 0`,
    );
  }
  return runs;
}

function readRun(
  graph: Graph,
  tensors: PackedModel["tensors"],
  title: string,
  { domain, features }: NumbersType,
): GoldenRun {
  const inputs = new Map(
    graph.inputs.map((input) => [input.name, readInput(input, tensors, title)]),
  );
  const positions =
    domain.kind === "map" ? domain.height * domain.width : inputs.get(domain.of)?.shape[0];
  const output = tensorOf(tensors, `${title}/output`, "F32", [positions ?? 0, features]);
  const data = Float32Array.from(output.data, Number);
  checkFinite(where, `${title}/output`, data);
  return { inputs, output: data };
}

function readInput(input: GraphInput, tensors: PackedModel["tensors"], title: string): Tensor {
  const name = `${title}/${input.name}`;
  const positions = Math.max(1, tensors.get(name)?.shape[0] ?? 1);
  switch (input.kind) {
    case "ids": {
      const tensor = tensorOf(tensors, name, "I32", [positions]);
      tensor.data.forEach((id, i) => {
        checkIndex(where, `${name}[${i}]`, id, "count", input.count);
      });
      return tensor;
    }
    case "rows":
      return tensorOf(tensors, name, "F32", [positions, input.features]);
    case "map":
      return tensorOf(tensors, name, pixelDtype(input.code[0].digit), [
        input.height,
        input.width,
        input.features,
      ]);
    default:
      return input satisfies never;
  }
}

/** The element type of pixels of a digit. */
function pixelDtype(digit: string): Dtype {
  if (digit === "uint8") return "U8";
  return digit === "int8" ? "I8" : "F32";
}

function tensorOf(
  tensors: PackedModel["tensors"],
  name: string,
  dtype: Dtype,
  shape: readonly number[],
): Tensor {
  const tensor = tensors.get(name);
  if (tensor?.dtype === dtype && tensor.shape.join() === shape.join()) return tensor;
  const got = tensor === undefined ? "nothing" : `${tensor.dtype} ${quotedList(tensor.shape)}`;
  throw new RangeError(
    `${where}: tensor "${name}" must be ${dtype} [${shape.join(", ")}], got ${got}`,
  );
}
