import { type LayerSummary, type ModelSummary, summarize } from "@bnnkit/model";
import type { Kernels, LayerReport, Statistics, Translator } from "@bnnkit/runtime";

/** What one layer stores. */
export interface StoredLayer {
  readonly graph: string;
  readonly name: string;
  readonly op: string;
  /** How many numbers it has of each digit: "bipolar" (one bit), "int8" … */
  readonly parameters: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/** Which kernel ran an operation, and why that one. */
export interface OperationReport {
  readonly operation: string;
  readonly shape: string;
  readonly kernel: string;
  readonly reason: string;
}

/** What a worker runs, and what it has run so far. */
export interface RunReport {
  readonly model: {
    readonly name: string;
    readonly fileBytes: number;
    readonly tokenizerBytes: number;
    readonly weights: number;
    readonly bitsPerWeight: number;
    readonly parameters: Readonly<Record<string, number>>;
    readonly layers: readonly StoredLayer[];
    /** Whether its files were kept from an earlier visit. */
    readonly wasKept: boolean;
  };
  readonly isa: string;
  /** Threads that run; fewer than were asked for where they cannot, see `reason`. */
  readonly threads: number;
  /** Why these kernels, and this number of threads. */
  readonly reason: string;
  /** Of the operations that have run. */
  readonly operations: readonly OperationReport[];
  /** Of the layers that have run. */
  readonly layers: readonly LayerReport[];
  readonly statistics: Statistics;
  /** From the request to the model being ready. */
  readonly loadMilliseconds: number;
}

/** What does not change while a model is loaded. */
export interface LoadedModel {
  readonly translator: Translator;
  readonly kernels: Kernels;
  readonly model: RunReport["model"];
  readonly loadMilliseconds: number;
}

export function reportRun(loaded: LoadedModel): RunReport {
  const { translator, kernels, model, loadMilliseconds } = loaded;
  return {
    model,
    isa: kernels.isa,
    threads: kernels.threads,
    reason: kernels.explain()[0]?.reason ?? "",
    operations: translator.explain(),
    layers: translator.explainLayers(),
    statistics: translator.statistics,
    loadMilliseconds,
  };
}

/** What a model is, from its description. */
export function reportModel(
  description: Parameters<typeof summarize>[0],
  files: Pick<RunReport["model"], "fileBytes" | "tokenizerBytes" | "wasKept">,
): RunReport["model"] {
  const { name, weights, parameterBits, parameters, layers }: ModelSummary = summarize(description);
  return {
    ...files,
    name,
    weights,
    bitsPerWeight: parameterBits / weights,
    parameters,
    layers: layers.filter((layer) => layer.weights > 0).map(reportLayer),
  };
}

function reportLayer({ graph, name, op, parameters, sizeBytes }: LayerSummary): StoredLayer {
  return { graph, name, op, parameters, bytes: sizeBytes };
}
