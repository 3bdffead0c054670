// Puts the reports of the history's branch into a folder; an empty one where there is no such branch yet.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fetchBranch, git } from "./git.mjs";
import { historyFolder } from "./places.mjs";

mkdirSync(historyFolder, { recursive: true });
const commit = fetchBranch(process.env.HISTORY_BRANCH);
const paths = commit === undefined ? [] : git(["ls-tree", "-r", "--name-only", commit]).split("\n");
const reports = paths.filter((path) => path.endsWith(".json"));
for (const path of reports)
  writeFileSync(join(historyFolder, basename(path)), git(["show", `${commit}:${path}`]));
console.log(`${reports.length} earlier reports`);
