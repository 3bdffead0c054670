// Runs one app of the workspace from a bare clone: installs what that app needs, and nothing else, builds it, starts it.
// Only the app writes to standard output.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [app, ...args] = process.argv.slice(2);
const onStandardError = { cwd: root, stdio: ["ignore", 2, 2] };

function runOrExit(command, commandArgs) {
  const { status, error } = spawnSync(command, commandArgs, onStandardError);
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const lockfile = readFileSync(`${root}pnpm-lock.yaml`);
const stamp = `${root}node_modules/.cache/installed-${app}`;
const version = createHash("sha256").update(lockfile).digest("hex");
const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === version;
if (!installed) {
  const pnpm = process.env.npm_execpath;
  const command = pnpm?.endsWith("js") ? [process.execPath, pnpm] : [pnpm ?? "pnpm"];
  const filter = `@bnnkit/${app}...`;
  runOrExit(command[0], [...command.slice(1), "install", "--frozen-lockfile", "--filter", filter]);
  mkdirSync(`${root}node_modules/.cache`, { recursive: true });
  writeFileSync(stamp, version);
}

const tsc = `${root}apps/${app}/node_modules/typescript/bin/tsc`;
runOrExit(process.execPath, [tsc, "-b", `apps/${app}`]);
const entry = `${root}apps/${app}/dist/main.js`;
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawnSync(process.execPath, [entry, ...args], { cwd, stdio: "inherit" });
process.exit(child.status ?? 1);
