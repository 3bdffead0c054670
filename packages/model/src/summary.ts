import { formatDescription } from "./check-description.ts";
import { countMacs } from "./count-macs.ts";
import type { NodeTensor } from "./definition.ts";
import { fileMetadata } from "./file-metadata.ts";
import { isGoldenName } from "./golden.ts";
import { addMacs, type MacCounts, type NodeMacs } from "./mac-counts.ts";
import { graphsOf, type ModelDescription } from "./model-description.ts";
import type { NodeOp } from "./node.ts";
import type { PackedModel } from "./packed-model.ts";
import { inferShapes } from "./shape-inference.ts";
import { elementCount, type TensorSpec, tensorBytes } from "./tensor.ts";
import { tensorsOf, tensorsOfNode } from "./tensors-of.ts";
import type { ValueShape } from "./value-shape.ts";
import { layoutSafetensors } from "./write-safetensors.ts";

/** Numbers of parameters by their width. Scales belong to the width they serve and are not counted. */
export interface ParameterCounts {
  readonly oneBit: number;
  readonly int8: number;
  readonly float32: number;
}

/** What one node stores and computes. */
export interface LayerSummary {
  readonly graph: string;
  readonly name: string;
  readonly op: NodeOp;
  readonly output: ValueShape;
  /** All zero for a node that shares the table of an earlier one. */
  readonly parameters: ParameterCounts;
  /** Σ count · width: no scales, no padding. */
  readonly parameterBits: number;
  /** Bytes of its tensors in the file: parameters, scales and padding. */
  readonly sizeBytes: number;
  readonly macs: NodeMacs;
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
  /** Sum over all layers: one token of each graph, and one pair for each attention. */
  readonly macs: NodeMacs;
  /** Part of the multiply-accumulates per token that are binary, 0 to 1. */
  readonly binaryMacShare: number;
  readonly file: FileSize;
  /** Bytes of all parameters as float32, without header and scales. */
  readonly float32Bytes: number;
  readonly ratios: {
    /** float32Bytes / fileBytes: header, scales and golden examples count against the packed file. */
    readonly wholeFile: number;
    /** The same for the one-bit matrices alone, their scales and padding included; undefined without any. */
    readonly binaryMatrices: number | undefined;
  };
}

/**
 * Counts what a model stores and computes.
 *
 * `file.fileBytes` equals `writeModel(model).length`; for a description alone it is the length of the
 * file without golden examples and free text.
 * @throws RangeError for a description whose graphs or tensors do not fit together.
 */
export function summarize(of: PackedModel | ModelDescription): ModelSummary {
  const { description, tensors, metadata } =
    "description" in of ? of : { description: of, tensors: tensorsOf(of), metadata: {} };
  const layers = summarizeLayers(description);
  const parameters = addParameters(layers.map((layer) => layer.parameters));
  const macs = {
    perToken: addMacs(layers.map((layer) => layer.macs.perToken)),
    perTokenPair: addMacs(layers.map((layer) => layer.macs.perTokenPair)),
  };
  const file = fileSize(description, tensors, metadata);
  const float32Bytes = 4 * (parameters.oneBit + parameters.int8 + parameters.float32);
  return {
    name: description.name,
    layers,
    parameters,
    parameterBits: bitsOf(parameters),
    macs,
    binaryMacShare: binaryShare(macs.perToken),
    file,
    float32Bytes,
    ratios: {
      wholeFile: float32Bytes / file.fileBytes,
      binaryMatrices: binaryMatrixRatio(description),
    },
  };
}

function summarizeLayers(description: ModelDescription): readonly LayerSummary[] {
  const counted = new Set<string>();
  return graphsOf(description).flatMap(({ name: graphName, graph }) => {
    const shapes = inferShapes(graph, `summarize: ${graphName}`);
    return graph.nodes.map((node): LayerSummary => {
      const output = shapes.get(node.name);
      if (output === undefined) throw new RangeError(`summarize: node "${node.name}" has no shape`);
      const own = [...tensorsOfNode(node)].filter(([name]) => !counted.has(name));
      for (const [name] of own) counted.add(name);
      const parameters = countParameters(own.map(([, spec]) => spec));
      return {
        graph: graphName,
        name: node.name,
        op: node.op,
        output,
        parameters,
        parameterBits: bitsOf(parameters),
        sizeBytes: sumBytes(own),
        macs: countMacs(node),
      };
    });
  });
}

const noParameters: ParameterCounts = { oneBit: 0, int8: 0, float32: 0 };

/** Each parameter once, by its width; the bits that pad a row are none. */
function countParameters(tensors: readonly NodeTensor[]): ParameterCounts {
  return addParameters(
    tensors
      .filter(({ role }) => role === "parameter")
      .map(({ dtype, shape, columns }) => {
        if (columns !== undefined) return { ...noParameters, oneBit: shape[0] * columns };
        return { ...noParameters, [dtype === "I8" ? "int8" : "float32"]: elementCount(shape) };
      }),
  );
}

function addParameters(counts: readonly ParameterCounts[]): ParameterCounts {
  return counts.reduce(
    (sum, { oneBit, int8, float32 }) => ({
      oneBit: sum.oneBit + oneBit,
      int8: sum.int8 + int8,
      float32: sum.float32 + float32,
    }),
    noParameters,
  );
}

function bitsOf({ oneBit, int8, float32 }: ParameterCounts): number {
  return oneBit + 8 * int8 + 32 * float32;
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

function binaryMatrixRatio(description: ModelDescription): number | undefined {
  let float32Bytes = 0;
  let packedBytes = 0;
  for (const { graph } of graphsOf(description)) {
    for (const node of graph.nodes) {
      const tensors = [...tensorsOfNode(node)];
      const oneBit = tensors.filter(([, { columns }]) => columns !== undefined);
      if (oneBit.length === 0) continue;
      float32Bytes += 4 * countParameters(oneBit.map(([, spec]) => spec)).oneBit;
      packedBytes += sumBytes([...oneBit, ...tensors.filter(([, { role }]) => role === "scale")]);
    }
  }
  return packedBytes === 0 ? undefined : float32Bytes / packedBytes;
}

function binaryShare({ floatMacs, binaryMacs, int8Macs }: MacCounts): number {
  const all = floatMacs + binaryMacs + int8Macs;
  return all === 0 ? 0 : binaryMacs / all;
}
