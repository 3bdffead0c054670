/** Folder beside the pages with what the page that measures loads: its script, the worker, and the peers. */
export const suiteFolder = "suite";

/** Script of that page in the folder; it is bundled from `in-page/run-suite.ts`. */
export const suiteScript = "run-suite.js";
