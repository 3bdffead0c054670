import { shippedModels } from "virtual:shipped-models";
import {
  bnnPynqBuilds,
  type ComparedBuild,
  compareBuilds,
  dataflowModule,
  type EstimateModelOptions,
  type ExploredFolding,
  estimateModel,
  exploreModel,
  type Folding,
  layerFoldings,
  type ModelEstimate,
  type PlannableModel,
  type PublishedChip,
  planDataflow,
  printVerilog,
  publishedChips,
} from "@bnnkit/hardware";
import { type ModelDescription, readModel } from "@bnnkit/model";
import { expose } from "comlink";
import { layeredDescription } from "./layered-description.ts";

/** Where a model comes from. */
export type ModelSource =
  | { readonly kind: "published"; readonly name: string }
  | { readonly kind: "shipped"; readonly name: string }
  | { readonly kind: "layers"; readonly sizes: readonly number[] }
  | { readonly kind: "file"; readonly bytes: Uint8Array };

/** A model that is asked about. */
export interface OpenedModel {
  readonly name: string;
  /** Whether there are weights, so that there is a circuit. */
  readonly hasNumbers: boolean;
  /** Of the build that was published of it. */
  readonly publishedFolding?: Readonly<Record<string, Folding>>;
}

/** How a product can be folded: outputs and inputs at a time. */
export interface ProductFoldings {
  readonly layer: string;
  readonly pe: readonly number[];
  readonly simd: readonly number[];
}

export type Question = Pick<EstimateModelOptions, "clockMHz" | "weights"> & {
  readonly part: string;
};

let model: PlannableModel | undefined;

/** What the worker of the hardware does. */
const service = {
  open(source: ModelSource): OpenedModel {
    if (source.kind === "file") {
      model = readModel(source.bytes);
      return { name: model.description.name, hasNumbers: true };
    }
    const build = bnnPynqBuilds.find(
      ({ name }) => source.kind === "published" && name === source.name,
    );
    const description = build?.description ?? descriptionOf(source);
    model = { description };
    return {
      ...{ name: description.name, hasNumbers: false },
      ...(build && { publishedFolding: build.folding }),
    };
  },

  explore(question: Question): readonly ExploredFolding[] {
    return exploreModel(opened(), { ...question, points: 40 });
  },

  /** The foldings of each product; none where products stand beside a processor. */
  foldings(): readonly ProductFoldings[] {
    const { layers } = planOrNothing() ?? { layers: [] };
    return layers.flatMap(({ kind, name }, i) => {
      if (kind !== "product") return [];
      const all = layerFoldings(layers, i);
      const distinct = (of: (folding: Folding) => number): readonly number[] =>
        [...new Set(all.map(of))].sort((a, b) => a - b);
      return [{ layer: name, pe: distinct(({ pe }) => pe), simd: distinct(({ simd }) => simd) }];
    });
  },

  estimate(question: Question, folding: Readonly<Record<string, Folding>>): ModelEstimate {
    return estimateModel(opened(), { ...question, folding });
  },

  verilog(folding: Readonly<Record<string, Folding>>): string {
    return printVerilog(dataflowModule(planDataflow(opened(), { folding })));
  },

  published(): {
    readonly builds: readonly ComparedBuild[];
    readonly chips: readonly PublishedChip[];
  } {
    return { builds: compareBuilds(), chips: publishedChips };
  },
};

export type HardwareService = typeof service;
expose(service);

function descriptionOf(source: Exclude<ModelSource, { kind: "file" }>): ModelDescription {
  if (source.kind === "layers") return layeredDescription(source.sizes);
  const description = shippedModels[source.name];
  if (description !== undefined) return description;
  throw new RangeError(`there is no ${source.kind} model ${source.name}`);
}

function opened(): PlannableModel {
  if (model === undefined) throw new Error("no model is open");
  return model;
}

function planOrNothing(): ReturnType<typeof planDataflow> | undefined {
  try {
    return planDataflow(opened());
  } catch {
    return undefined;
  }
}
