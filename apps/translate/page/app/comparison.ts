import type { RunReport } from "../engine/run-report.ts";
import { count, megabytes, perSecond } from "./format.ts";
import { choices, type Settings } from "./settings.ts";
import { table } from "./table.ts";

/** The runs of this visit, one line for each choice of model, kernels, threads and search: the latest is kept. */
export class Comparison {
  readonly #runs = new Map<string, readonly string[]>();

  add(settings: Settings, report: RunReport, speed: number | undefined): void {
    const { model, isa, threads, statistics, loadMilliseconds } = report;
    const search = choices.beam.get(settings.beam) ?? settings.beam;
    const name = [settings.model, isa, threads, search].join();
    const latest = this.#runs.get(name)?.[4] ?? perSecond(undefined);
    this.#runs.set(name, [
      settings.model,
      isa,
      String(threads),
      search,
      speed === undefined ? latest : perSecond(speed),
      megabytes(model.fileBytes),
      megabytes(statistics.peakBytes),
      `${count(loadMilliseconds)} ms`,
    ]);
  }

  table(): HTMLElement {
    const header = [
      "model",
      "kernels",
      "threads",
      "search",
      "speed",
      "file",
      "memory",
      "ready after",
    ];
    return table("Runs of this visit", header, [...this.#runs.values()]);
  }
}
