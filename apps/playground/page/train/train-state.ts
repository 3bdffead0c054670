import { proxy, type Remote } from "comlink";
import { type DrawnDigit, writtenDigits } from "../digits/drawn-digits.ts";
import type { Strokes } from "../digits/strokes.ts";
import { modelShelf } from "../model-shelf.ts";
import { startWorker } from "../start-worker.ts";
import { readIdxSets } from "./read-idx.ts";
import { TrainingCurves } from "./training-curves.ts";
import type {
  ClassifiedImage,
  NetworkSizes,
  OfferedSystem,
  PackedReport,
  TrainingData,
} from "./training-messages.ts";
import type { TrainingService } from "./worker.ts";
import workerUrl from "./worker.ts?worker&url";

/** Networks that train in a tab, by name. */
export const networks: Readonly<Record<string, NetworkSizes>> = {
  "MLP 64": { filters: [], units: [64] },
  "MLP 128, 64": { filters: [], units: [128, 64] },
  "MLP 256, 256": { filters: [], units: [256, 256] },
  "CNN 8, 16 and 64": { filters: [8, 16], units: [64] },
};

/** Where images come from. */
export type DataChoice = "written" | "both" | "own" | "idx";

/** What the training does now. */
export type Phase = "loading" | "idle" | "training" | "packing";

/** What is chosen, what is trained by a worker, and what came of it. */
export class TrainState {
  phase: Phase = "loading";
  systems: readonly OfferedSystem[] = [];
  system = "bnn";
  preset = "";
  network = "MLP 128, 64";
  data: DataChoice = "written";
  epochs = 6;
  own: readonly DrawnDigit[] = [];
  idx: { images?: File; labels?: File } = {};
  problem: string | undefined;
  wasTrained = false;
  curves: TrainingCurves = new TrainingCurves();
  packed: PackedReport | undefined;
  classified: ClassifiedImage | undefined;
  readonly #service: Remote<TrainingService> = startWorker<TrainingService>(workerUrl);
  readonly #onChange: () => void;
  #strokes: Strokes = [];
  #isClassifying = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get presets(): readonly string[] {
    return this.systems.find(({ name }) => name === this.system)?.presets ?? [];
  }

  async load(): Promise<void> {
    this.systems = await this.#service.systems();
    this.phase = "idle";
    this.chooseSystem(this.system);
  }

  chooseSystem(name: string): void {
    this.system = name;
    this.preset = this.presets[0] ?? "";
    this.#onChange();
  }

  /** Changes something that is chosen. */
  choose(
    choice: Partial<Pick<TrainState, "preset" | "network" | "data" | "epochs" | "idx">>,
  ): void {
    Object.assign(this, choice);
    this.#onChange();
  }

  addOwn(label: number): void {
    this.own = [...this.own, { strokes: this.#strokes, label }];
    this.#onChange();
  }

  forgetOwn(): void {
    this.own = [];
    this.#onChange();
  }

  async train(): Promise<void> {
    this.curves = new TrainingCurves();
    await this.#during("training", async () => {
      const { system, preset, epochs } = this;
      const sizes = networks[this.network] ?? { filters: [], units: [64] };
      const data = await this.#images();
      const request = { system, preset, sizes, data, epochs };
      await this.#service.train(
        request,
        proxy((progress) => {
          this.curves.add(progress);
          this.#onChange();
        }),
      );
      this.wasTrained = true;
    });
    if (this.problem === undefined) await this.pack();
  }

  stop(): void {
    void this.#service.stop();
  }

  async pack(): Promise<void> {
    await this.#during("packing", async () => this.#use(await this.#service.pack()));
  }

  async open(file: File): Promise<void> {
    await this.#during("packing", async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#use(await this.#service.open(bytes));
    });
  }

  /** Asks the packed network what was drawn. */
  async classify(strokes: Strokes): Promise<void> {
    this.#strokes = strokes;
    if (this.#isClassifying) return;
    this.#isClassifying = true;
    let asked: Strokes | undefined;
    while (asked !== this.#strokes) {
      asked = this.#strokes;
      const canAsk = this.packed?.size !== undefined && asked.length > 0;
      this.classified = canAsk ? await this.#service.classify(asked) : undefined;
    }
    this.#isClassifying = false;
    this.#onChange();
  }

  #use(report: PackedReport): void {
    this.packed = report;
    modelShelf.put(report);
    void this.classify([...this.#strokes]);
  }

  async #images(): Promise<TrainingData> {
    const { data, own, idx } = this;
    if (data === "idx") {
      if (idx.images === undefined || idx.labels === undefined)
        throw new Error("choose an IDX file of images and one of labels");
      return { kind: "images", ...(await readIdxSets(idx.images, idx.labels)) };
    }
    const digits =
      data === "written" ? writtenDigits : data === "own" ? own : [...writtenDigits, ...own];
    if (digits.length > 0) return { kind: "drawn", digits };
    throw new Error("draw some digits below and add them first");
  }

  async #during(phase: Phase, work: () => Promise<void>): Promise<void> {
    this.phase = phase;
    this.problem = undefined;
    this.#onChange();
    try {
      await work();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.phase = "idle";
    this.#onChange();
  }
}
