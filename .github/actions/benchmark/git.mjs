import { execFileSync } from "node:child_process";

/** Runs git in the checkout; what it prints, without the last line break.
 *  @param env  more of the environment. */
export function git(args, env = {}) {
  const stdio = ["ignore", "pipe", "pipe"];
  const options = { encoding: "utf8", stdio, env: { ...process.env, ...env }, maxBuffer: 2 ** 28 };
  return execFileSync("git", args, options).trim();
}

/** The last commit of a branch of the remote; undefined where there is no such branch. */
export function fetchBranch(branch) {
  const found = git(["ls-remote", "--heads", "origin", `refs/heads/${branch}`]);
  if (found === "") return undefined;
  git(["fetch", "--quiet", "--depth", "1", "origin", `refs/heads/${branch}`]);
  return git(["rev-parse", "FETCH_HEAD"]);
}
