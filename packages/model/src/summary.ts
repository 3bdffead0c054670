import { checkedDescription, formatDescription } from "./check-description.ts";
import { fileMetadata } from "./file-metadata.ts";
import { isGoldenName } from "./golden.ts";
import type { Graph } from "./graph.ts";
import { typeGraph } from "./infer-types.ts";
import { computationEffort, macKinds } from "./mac-kinds.ts";
import type { ModelDescription } from "./model-description.ts";
import { definitions, type NodeOp, type TypedNode } from "./node.ts";
import type { PackedModel } from "./packed-model.ts";
import {
  addParameters,
  countNumbers,
  countParameters,
  type ParameterCounts,
  parameterBits,
} from "./parameter-counts.ts";
import { type TensorSpec, tensorBytes } from "./tensor.ts";
import { tensorsOf, tensorsOfNode } from "./tensors-of.ts";
import type { TypedNamedGraph } from "./typed-description.ts";
import type { NumbersType } from "./value-type.ts";
import { addMacs, scaleMacs, type Work } from "./work.ts";
import { layoutSafetensors } from "./write-safetensors.ts";

/** What one node stores and computes. */
export interface LayerSummary {
  readonly graph: string;
  readonly name: string;
  readonly op: NodeOp;
  readonly output: NumbersType;
  /** None for a node that shares the matrix of an earlier one. */
  readonly parameters: ParameterCounts;
  /** Σ count · bits of the digit: no scales, no padding. */
  readonly parameterBits: number;
  /** The numbers that they are: a sum of several digits is one. */
  readonly weights: number;
  /** Bytes of its tensors in the file: parameters, scales and padding. */
  readonly sizeBytes: number;
  /** For each position of a sequence, or for a whole map. */
  readonly work: Work;
}

/** Bytes of a model's file; their sum is its length on disk. */
export interface FileSize {
  readonly headerBytes: number;
  readonly tensorBytes: number;
  readonly goldenBytes: number;
  readonly fileBytes: number;
}

/** Size and work of a model, by layer and in total. */
export interface ModelSummary {
  readonly name: string;
  readonly layers: readonly LayerSummary[];
  readonly parameters: ParameterCounts;
  readonly parameterBits: number;
  /** The numbers that they are: a sum of several digits is one. */
  readonly weights: number;
  /** Sum over all layers: one token of each graph or one map, and one pair for each attention. */
  readonly work: Work;
  /** Part of the multiply-accumulates for a row that are of two one-bit numbers, 0 to 1. */
  readonly binaryMacShare: number;
  /** Σ MACs · bits of one side · bits of the other, for a row (ACE of PokeBNN). */
  readonly computationEffort: number;
  readonly file: FileSize;
  /** 4 · weights: bytes of all parameters as float32, without header and scales. */
  readonly float32Bytes: number;
  readonly ratios: {
    /** float32Bytes / fileBytes: header, scales and golden examples count against the packed file. */
    readonly wholeFile: number;
    /** The same for the matrices of packed bits alone, their scales and padding included; undefined without any. */
    readonly binaryMatrices: number | undefined;
  };
}

/**
 * Counts what a model stores and computes: the multiply-accumulates of matrix products by the digits of both sides. Lookups of
 * rows, norms, scales, softmax and sums of single elements are no products of matrices and count 0.
 *
 * `file.fileBytes` equals `writeModel(model).length`; for a description alone it is the length of the
 * file without golden examples and free text.
 * @throws RangeError for a description whose graphs or tensors do not fit together.
 */
export function summarize(of: PackedModel | ModelDescription): ModelSummary {
  const { description, tensors, metadata } =
    "description" in of ? of : { description: of, tensors: tensorsOf(of), metadata: {} };
  const { graphs } = checkedDescription(description);
  const layers = summarizeLayers(graphs);
  const parameters = addParameters(layers.map((layer) => layer.parameters));
  const work = {
    perRow: addMacs(layers.map((layer) => layer.work.perRow)),
    perPair: addMacs(layers.map((layer) => layer.work.perPair)),
  };
  const file = fileSize(description, tensors, metadata);
  const weights = layers.reduce((sum, layer) => sum + layer.weights, 0);
  const float32Bytes = 4 * weights;
  return {
    name: description.name,
    layers,
    parameters,
    parameterBits: parameterBits(parameters),
    weights,
    work,
    binaryMacShare: macKinds(work.perRow).binaryShare,
    computationEffort: computationEffort(work.perRow),
    file,
    float32Bytes,
    ratios: {
      wholeFile: float32Bytes / file.fileBytes,
      binaryMatrices: binaryMatrixRatio(graphs),
    },
  };
}

/** What each node of a graph stores and computes, by itself: `summarize` of a whole description.
 *  @throws RangeError for a graph that is none. */
export function summarizeGraph(graph: Graph): readonly LayerSummary[] {
  return summarizeLayers([{ name: "graph", ...typeGraph(graph, "summarizeGraph") }]);
}

function summarizeLayers(graphs: readonly TypedNamedGraph[]): readonly LayerSummary[] {
  const counted = new Set<string>();
  return graphs.flatMap(({ name: graph, nodes }) =>
    nodes.map((typed): LayerSummary => {
      const { node, output } = typed;
      const own = [...tensorsOfNode(typed)].filter(([name]) => !counted.has(name));
      for (const [name] of own) counted.add(name);
      const parameters = countParameters(own.map(([, spec]) => spec));
      return {
        graph,
        name: node.name,
        op: node.op,
        output,
        parameters,
        parameterBits: parameterBits(parameters),
        weights: countNumbers(own.map(([, spec]) => spec)),
        sizeBytes: sumBytes(own),
        work: workOf(typed),
      };
    }),
  );
}

/** Work of a node at one position, or on a whole map. */
function workOf<Op extends NodeOp>(typed: TypedNode<Op>): Work {
  const op: Op = typed.node.op;
  const { perRow, perPair } = definitions[op].work(typed);
  const { domain } = typed.output;
  const rows = domain.kind === "map" ? domain.height * domain.width : 1;
  return { perRow: scaleMacs(perRow, rows), perPair };
}

function sumBytes(tensors: Iterable<readonly [string, TensorSpec]>): number {
  let bytes = 0;
  for (const [, spec] of tensors) bytes += tensorBytes(spec);
  return bytes;
}

function fileSize(
  description: ModelDescription,
  tensors: ReadonlyMap<string, TensorSpec>,
  freeText: Readonly<Record<string, string>>,
): FileSize {
  const checksum = "crc32:00000000";
  const metadata = { ...fileMetadata(formatDescription(description), freeText), checksum };
  const { header, fileBytes } = layoutSafetensors(tensors, metadata);
  const goldenBytes = sumBytes([...tensors].filter(([name]) => isGoldenName(name)));
  const headerBytes = header.length;
  return {
    headerBytes,
    tensorBytes: fileBytes - headerBytes - goldenBytes,
    goldenBytes,
    fileBytes,
  };
}

/** What packed matrices would take as float32, over what they take with their scales. */
function binaryMatrixRatio(graphs: readonly TypedNamedGraph[]): number | undefined {
  let float32Bytes = 0;
  let packedBytes = 0;
  for (const typed of graphs.flatMap(({ nodes }) => nodes)) {
    const tensors = [...tensorsOfNode(typed)];
    const packed = tensors.filter(([, { columns }]) => columns !== undefined);
    if (packed.length === 0) continue;
    float32Bytes += 4 * countNumbers(packed.map(([, spec]) => spec));
    const scales = tensors.filter(
      ([, { digit, columns }]) => digit === undefined && columns === undefined,
    );
    packedBytes += sumBytes([...packed, ...scales]);
  }
  return packedBytes === 0 ? undefined : float32Bytes / packedBytes;
}
