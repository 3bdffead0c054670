import { create } from "../element/create.ts";
import type { RunReport } from "../engine/run-report.ts";
import { Comparison } from "./comparison.ts";
import { count, digits, megabytes, perSecond } from "./format.ts";
import { layerHeader, layerRow } from "./layer-rows.ts";
import type { Settings } from "./settings.ts";
import { speedBetween } from "./speed.ts";
import { facts, table } from "./table.ts";

/** Shows what ran: the model, its size, the kernels, the speed. */
export class RunPanel {
  readonly #facts = create("div");
  readonly #comparison = create("div");
  readonly #kernels = create("div");
  readonly #ranLayers = create("div");
  readonly #stored = create("div");
  readonly #runs = new Comparison();
  #before: RunReport["statistics"] | undefined;

  constructor(place: HTMLElement) {
    place.append(
      this.#facts,
      this.#comparison,
      create("details", {}, create("summary", {}, "Kernels, and why"), this.#kernels),
      create("details", {}, create("summary", {}, "Kernels of each layer"), this.#ranLayers),
      create("details", {}, create("summary", {}, "Layers and their bits"), this.#stored),
    );
  }

  /** A model is ready. */
  ready(settings: Settings, report: RunReport): void {
    this.#before = undefined;
    this.#stored.replaceChildren(
      table(
        "Layers that store weights",
        ["layer", "kind", "numbers", "bytes"],
        report.model.layers.map(({ name, op, parameters, bytes }) => [
          name,
          op,
          digits(parameters),
          count(bytes),
        ]),
      ),
    );
    this.#show(settings, report, undefined);
  }

  /** Something was translated. */
  translated(settings: Settings, report: RunReport): void {
    const speed = speedBetween(this.#before, report.statistics);
    this.#before = report.statistics;
    this.#show(settings, report, speed);
  }

  #show(settings: Settings, report: RunReport, speed: number | undefined): void {
    this.#runs.add(settings, report, speed);
    this.#facts.replaceChildren(facts(factsOf(settings.model, report, speed)));
    this.#comparison.replaceChildren(this.#runs.table());
    const operations = report.operations.map(({ operation, shape, kernel, reason }) => [
      operation,
      kernel,
      shape,
      reason,
    ]);
    const header = ["operation", "kernel", "rows", "why"];
    this.#kernels.replaceChildren(ran("Kernels that ran", header, operations));
    const layers = report.layers.map(layerRow);
    this.#ranLayers.replaceChildren(ran("Layers that ran", layerHeader, layers));
  }
}

/** A table of what has run. */
function ran(
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  return rows.length > 0 ? table(name, header, rows) : create("p", {}, "Nothing has run yet.");
}

function factsOf(
  name: string,
  { model, isa, threads, reason, statistics, loadMilliseconds }: RunReport,
  speed: number | undefined,
): readonly (readonly [string, string])[] {
  const from = model.wasKept ? "from this device" : "from the network";
  const ready = `${count(loadMilliseconds)} ms, ${from}`;
  return [
    ["Speed", perSecond(speed)],
    ["Model", name],
    ["Weights", `${count(model.weights)} of ${model.bitsPerWeight.toFixed(2)} bits`],
    ["File", `${megabytes(model.fileBytes)} and tokenizer ${megabytes(model.tokenizerBytes)}`],
    ["Kernels", isa],
    ["Threads", String(threads)],
    ["Memory", `${megabytes(statistics.peakBytes)}, weights ${megabytes(statistics.weightBytes)}`],
    ["Ready after", ready],
    ["Why", reason],
  ];
}
