/**
 * Estimates as files for people: HTML, plots as SVG, tables as CSV. Plots are drawn by Observable Plot, which is loaded when one is asked for.
 *
 * @module @bnnkit/hardware/report
 */

export { type ExplainedPart, explainModel, type ModelExplanation } from "./explain-model.ts";
export { exploreCsv, exploreSvg } from "./explore-report.ts";
export { modelReport } from "./model-report.ts";
