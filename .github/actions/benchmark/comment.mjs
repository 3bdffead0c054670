// Keeps one comment on the pull request up to date. Without the right to write it says so, and the job goes on.
import { readFileSync } from "node:fs";
import { tablePath } from "./places.mjs";

const mark = "<!-- bnnkit benchmark -->";
const { GITHUB_API_URL, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, TOKEN } = process.env;
const { pull_request: pullRequest } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8"));

async function request(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, accept: "application/vnd.github+json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${response.statusText}`);
  return response.json();
}

async function findComment(number) {
  for (let page = 1; ; page++) {
    const path = `issues/${number}/comments?per_page=100&page=${page}`;
    const comments = await request("GET", path);
    const own = comments.find(({ body }) => body.startsWith(mark));
    if (own || comments.length < 100) return own;
  }
}

if (pullRequest === undefined) {
  console.log("no pull request, so no comment");
} else {
  const body = `${mark}\n### Benchmark\n\n${readFileSync(tablePath, "utf8")}`;
  try {
    const own = await findComment(pullRequest.number);
    if (own) await request("PATCH", `issues/comments/${own.id}`, { body });
    else await request("POST", `issues/${pullRequest.number}/comments`, { body });
  } catch (error) {
    console.log(`::warning::no comment was written: ${error.message}`);
  }
}
