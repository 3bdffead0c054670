import type {
  ComparedBuild,
  ExploredFolding,
  Folding,
  ModelEstimate,
  PublishedChip,
} from "@bnnkit/hardware";
import type { Remote } from "comlink";
import { modelShelf } from "../model-shelf.ts";
import { saveFile } from "../save-file.ts";
import { startWorker } from "../start-worker.ts";
import { sizesIn } from "./layered-description.ts";
import type {
  HardwareService,
  ModelSource,
  OpenedModel,
  ProductFoldings,
  Question,
} from "./worker.ts";
import workerUrl from "./worker.ts?worker&url";

type WeightPlace = NonNullable<Question["weights"]>;

export const weightPlaces: readonly WeightPlace[] = ["auto", "block", "tables"];

/** Models that were published with their builds, by name. */
export const publishedNames: readonly string[] = ["lfcW1A1", "cnvW1A1", "cnvW2A2"];

/** The translation models of the toolkit. */
export const shippedNames: readonly string[] = ["en-de", "en-de-w1a1"];

/** What a model would cost: the question, and the answers of a worker. */
export class HardwareState {
  source = "published:lfcW1A1";
  layers = "784, 256, 256, 10";
  part = "xc7z020";
  clockMHz = 200;
  weights: WeightPlace = "auto";
  model: OpenedModel | undefined;
  /** The foldings that are worth it, the slowest first. */
  front: readonly ExploredFolding[] = [];
  folding: Readonly<Record<string, Folding>> = {};
  products: readonly ProductFoldings[] = [];
  estimate: ModelEstimate | undefined;
  published:
    | { readonly builds: readonly ComparedBuild[]; readonly chips: readonly PublishedChip[] }
    | undefined;
  problem: string | undefined;
  isBusy = false;
  readonly #service: Remote<HardwareService> = startWorker<HardwareService>(workerUrl);
  readonly #onChange: () => void;
  /** What is still to be asked; of each kind the last question alone is. */
  #wanted: "model" | "front" | "estimate" | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    modelShelf.addEventListener("change", () => onChange());
  }

  async load(): Promise<void> {
    this.openSource(modelShelf.models.length > 0 ? "shelf:0" : this.source);
    this.published = await this.#service.published();
    this.#onChange();
  }

  openSource(source: string): void {
    this.source = source;
    void this.#ask("model");
  }

  openLayers(text: string): void {
    this.layers = text;
    void this.#ask("model");
  }

  async openFile(file: File): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    modelShelf.put({ name: file.name, bytes });
    const index = modelShelf.models.findIndex(({ name }) => name === file.name);
    this.openSource(`shelf:${index}`);
  }

  choose(choice: Partial<Pick<HardwareState, "part" | "clockMHz" | "weights">>): void {
    Object.assign(this, choice);
    void this.#ask("front");
  }

  /** Where the folding stands in the front; −1 for one of one's own. */
  get place(): number {
    const own = JSON.stringify(this.folding);
    return this.front.findIndex(({ folding }) => JSON.stringify(folding) === own);
  }

  fold(folding: Readonly<Record<string, Folding>>): void {
    this.folding = folding;
    void this.#ask("estimate");
  }

  async saveVerilog(): Promise<void> {
    try {
      saveFile(`${this.model?.name ?? "network"}.v`, await this.#service.verilog(this.folding));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      this.#onChange();
    }
  }

  async #ask(wanted: "model" | "front" | "estimate"): Promise<void> {
    const order = ["model", "front", "estimate"] as const;
    const earlier = this.#wanted ?? "estimate";
    this.#wanted = order[Math.min(order.indexOf(wanted), order.indexOf(earlier))];
    if (this.isBusy) return;
    this.isBusy = true;
    this.#onChange();
    while (this.#wanted !== undefined) {
      const next = this.#wanted;
      this.#wanted = undefined;
      try {
        this.problem = undefined;
        await this.#answer(next);
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
        this.estimate = undefined;
      }
      this.#onChange();
    }
    this.isBusy = false;
    this.#onChange();
  }

  async #answer(wanted: "model" | "front" | "estimate"): Promise<void> {
    const { part, clockMHz, weights } = this;
    const question = { part, clockMHz, weights };
    if (wanted === "model") {
      this.front = [];
      this.model = await this.#service.open(this.#sourceOf(this.source));
      this.products = await this.#service.foldings();
    }
    if (wanted !== "estimate") {
      this.front = await this.#service.explore(question);
      const fitting = this.front.filter(({ fits }) => fits);
      const chosen = fitting.at(Math.floor(fitting.length / 2)) ?? this.front[0];
      this.folding = this.model?.publishedFolding ?? chosen?.folding ?? {};
    }
    this.estimate = await this.#service.estimate(question, this.folding);
  }

  #sourceOf(source: string): ModelSource {
    const [kind, name = ""] = source.split(":");
    if (kind === "layers") return { kind, sizes: sizesIn(this.layers) };
    if (kind === "published" || kind === "shipped") return { kind, name };
    const model = modelShelf.models[Number(name)];
    if (model === undefined) throw new Error("train a network first, or open a model file");
    return { kind: "file", bytes: model.bytes };
  }
}
