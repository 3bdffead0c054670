// Adds the report to the history's branch, which holds nothing else, without touching the checkout. Without the right to
// push it says so, and the job goes on.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fetchBranch, git } from "./git.mjs";
import { reportPath } from "./places.mjs";

const branch = process.env.HISTORY_BRANCH;
const attempts = 5;
const { startedAt, head } = JSON.parse(readFileSync(reportPath, "utf8"));
const name = `${startedAt.replaceAll(/[:.]/g, "-")}-${head.commit.slice(0, 12)}.json`;
const who = "github-actions[bot]";
const email = "41898282+github-actions[bot]@users.noreply.github.com";
const identity = {
  ...{ GIT_AUTHOR_NAME: who, GIT_AUTHOR_EMAIL: email },
  ...{ GIT_COMMITTER_NAME: who, GIT_COMMITTER_EMAIL: email },
};

/** A commit on top of the branch as it is now. */
function commitReport() {
  const parent = fetchBranch(branch);
  const index = { GIT_INDEX_FILE: join(process.env.RUNNER_TEMP ?? ".", "benchmark-index") };
  git(["read-tree", parent ?? "--empty"], index);
  const blob = git(["hash-object", "-w", reportPath]);
  git(["update-index", "--add", "--cacheinfo", `100644,${blob},duet/${name}`], index);
  const tree = git(["write-tree"], index);
  rmSync(index.GIT_INDEX_FILE);
  const above = parent === undefined ? [] : ["-p", parent];
  return git(["commit-tree", tree, ...above, "-m", `Benchmark of ${head.commit}`], identity);
}

// Another job may push in between: then the commit is made anew on top of that.
for (let attempt = 1; attempt <= attempts; attempt++) {
  try {
    git(["push", "--quiet", "origin", `${commitReport()}:refs/heads/${branch}`]);
    console.log(`stored as ${branch}:duet/${name}`);
    break;
  } catch (error) {
    const said = String(error.stderr ?? error.message)
      .trim()
      .split("\n")
      .at(-1);
    if (attempt === attempts) console.log(`::warning::the report was not stored: ${said}`);
  }
}
