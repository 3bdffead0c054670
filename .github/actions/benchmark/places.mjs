import { join } from "node:path";

// Where the steps leave things for each other, in the runner's folder for a job.
const folder = process.env.RUNNER_TEMP ?? ".";

export const historyFolder = join(folder, "benchmark-history");
export const reportPath = join(folder, "benchmark-report.json");
export const tablePath = join(folder, "benchmark-table.md");
