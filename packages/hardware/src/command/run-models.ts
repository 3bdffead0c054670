import { writeFile } from "node:fs/promises";
import { estimateModel } from "../model-estimate/estimate-model.ts";
import { exploreModel } from "../model-estimate/explore-model.ts";
import type { ModelEstimate } from "../model-estimate/model-estimate.ts";
import { printVerilog } from "../netlist/print-verilog.ts";
import { planDataflow } from "../network/plan-dataflow.ts";
import { dataflowModule } from "../network/run-dataflow.ts";
import { compareBuilds } from "../published/compare-builds.ts";
import { compareDesigns } from "../published/compare-designs.ts";
import { comparePublished } from "../published-silicon/compare-published.ts";
import { explainModel } from "../report/explain-model.ts";
import { exploreCsv, exploreSvg } from "../report/explore-report.ts";
import { modelReport } from "../report/model-report.ts";
import { UsageError, usable } from "./exit-code.ts";
import {
  formatBuilds,
  formatChips,
  formatExplained,
  formatExplored,
  formatModel,
  formatSideBySide,
} from "./format-model.ts";
import type { ModelActions, PartOptions } from "./model-commands.ts";
import { proveUnit } from "./prove.ts";
import { proveModel } from "./prove-model.ts";
import { readFolding, readPacked, readPlannable } from "./read-models.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the commands about models do. */
export function modelActions(surroundings: Surroundings): ModelActions {
  const { output, error } = surroundings;
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(file, text);
    error(`wrote ${file}\n`);
  };
  return {
    async estimateModel(file, options) {
      const { frameRate, html, json, architecture } = options;
      const model = await readPlannable(file);
      const folding = await readFolding(options.folding);
      const estimates = usable(() =>
        options.device.map((part) =>
          estimateModel(model, {
            ...costOptions(options, part),
            architecture,
            ...(folding && { folding }),
            ...(frameRate !== undefined && { framesPerSecond: frameRate }),
          }),
        ),
      );
      if (options.explain) {
        if (json) output(`${JSON.stringify(estimates.map(explainModel), null, 1)}\n`);
        else for (const estimate of estimates) output(formatExplained(estimate));
        return;
      }
      if (html !== undefined) await write(html, await modelReport(estimates[0]));
      if (json)
        output(`${JSON.stringify(estimates.length === 1 ? estimates[0] : estimates, null, 1)}\n`);
      else if (html === undefined) for (const estimate of estimates) output(formatModel(estimate));
    },
    async explore(file, options) {
      const { points, svg, csv, json, architecture } = options;
      const [part] = options.device;
      const model = await readPlannable(file);
      const foldings = usable(() =>
        exploreModel(model, { ...costOptions(options, part), points, architecture }),
      );
      const of = { model: model.description.name, part };
      if (svg !== undefined) await write(svg, await exploreSvg(foldings, of));
      if (csv !== undefined) await write(csv, exploreCsv(foldings));
      if (json) output(`${JSON.stringify(foldings, null, 1)}\n`);
      else if (svg === undefined && csv === undefined) output(formatExplored(foldings));
    },
    async compare(files, options) {
      if (options.published || files.length === 0) {
        const builds = compareBuilds();
        const chips = [...comparePublished(), ...compareDesigns()];
        if (options.json) output(`${JSON.stringify({ builds, chips }, null, 1)}\n`);
        else output(`${formatBuilds(builds)}\n${formatChips(chips)}`);
        return;
      }
      const estimates: ModelEstimate[] = [];
      const refusals: string[] = [];
      for (const file of files) {
        const model = await readPlannable(file);
        const { frameRate } = options;
        const rate = frameRate === undefined ? {} : { framesPerSecond: frameRate };
        for (const part of options.device)
          for (const architecture of options.architecture) {
            const own = { ...costOptions(options, part), ...rate, architecture };
            try {
              estimates.push(usable(() => estimateModel(model, own)));
            } catch (problem) {
              if (!(problem instanceof UsageError)) throw problem;
              refusals.push(`${file}, ${architecture} on ${part}: ${problem.message}`);
            }
          }
      }
      if (estimates.length === 0) throw new UsageError(refusals.join("\n"));
      for (const refusal of refusals) error(`left out: ${refusal}\n`);
      if (options.json) output(`${JSON.stringify(estimates, null, 1)}\n`);
      else output(formatSideBySide(estimates));
    },
    async emitModel(file, options) {
      const [model, folding = {}] = [await readPacked(file), await readFolding(options.folding)];
      const { architecture } = options;
      output(
        usable(() => printVerilog(dataflowModule(planDataflow(model, { architecture, folding })))),
      );
    },
    proveUnit: (config, options) => proveUnit(config, options, surroundings),
    proveModel: (file, options) => proveModel(file, options, surroundings),
  };
}

function costOptions({ clock, weights, link }: PartOptions, part: string) {
  return {
    ...{ part, clockMHz: clock, weights },
    ...(link !== undefined && { linkGigabitsPerSecond: link }),
  };
}
