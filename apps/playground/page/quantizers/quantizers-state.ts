import type { Remote } from "comlink";
import { startWorker } from "../start-worker.ts";
import {
  optionsOf,
  type QuantizerControl,
  type QuantizerEntry,
  type Settings,
} from "./quantizer-control.ts";
import type { QuantizerCurves } from "./quantizer-curves.ts";
import type { QuantizerService } from "./worker.ts";
import workerUrl from "./worker.ts?worker&url";

/** The quantizer that is looked at, what its controls stand at, and its curves, which a worker computes. */
export class QuantizersState {
  catalogue: readonly QuantizerEntry[] = [];
  entry: QuantizerEntry | undefined;
  settings: Settings = {};
  curves: QuantizerCurves | undefined;
  problem: string | undefined;
  readonly #service: Remote<QuantizerService> = startWorker<QuantizerService>(workerUrl);
  readonly #onChange: () => void;
  readonly #names: readonly string[] | undefined;
  #isComputing = false;
  #isStale = false;

  /** @param names  of quantizers that are offered, the first one shown; default all */
  constructor(onChange: () => void, names?: readonly string[]) {
    this.#onChange = onChange;
    this.#names = names;
  }

  async load(): Promise<void> {
    const all = await this.#service.catalogue();
    const named = this.#names?.flatMap((name) => all.filter((entry) => entry.name === name)) ?? [];
    this.catalogue = named.length > 0 ? named : all;
    this.choose(this.catalogue[0]?.name ?? "");
  }

  choose(name: string): void {
    this.entry = this.catalogue.find((entry) => entry.name === name);
    this.settings = {};
    this.curves = undefined;
    void this.#compute();
  }

  set(option: string, value: number | string): void {
    this.settings = { ...this.settings, [option]: value };
    void this.#compute();
  }

  valueOf({ option, initial }: QuantizerControl): number | string {
    return this.settings[option] ?? this.entry?.options[option] ?? initial;
  }

  /** One question at a time: a slider that moves on asks the last one alone. */
  async #compute(): Promise<void> {
    this.#onChange();
    this.#isStale = true;
    if (this.#isComputing) return;
    this.#isComputing = true;
    while (this.#isStale && this.entry !== undefined) {
      this.#isStale = false;
      const { entry, settings } = this;
      try {
        const options = optionsOf(entry, settings);
        const curves = await this.#service.curves({ name: entry.name, options });
        if (entry === this.entry) this.curves = curves;
        this.problem = undefined;
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
      }
      this.#onChange();
    }
    this.#isComputing = false;
  }
}
