// Runs the command of one app or package of the workspace from a bare clone: installs what it needs, and nothing else, builds
// it, starts it. Only the command writes to standard output.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { takeLock } from "./exclusive.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const [app, ...args] = process.argv.slice(2);
const folder = existsSync(`${root}apps/${app}`) ? `apps/${app}` : `packages/${app}`;
const { bin, optionalDependencies = {} } = readJson(`${root}${folder}/package.json`);
// A subcommand whose code is a project of its own needs the app's optional dependencies; all else there does without them.
const parts = readdirSync(`${root}${folder}/src`).filter((name) =>
  existsSync(`${root}${folder}/src/${name}/tsconfig.json`),
);
const part = parts.find(
  (name) => name === args[0] && existsSync(`${root}${folder}/src/${name}/main.ts`),
);

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function runOrExit(command, commandArgs) {
  const { status, error } = spawnSync(command, commandArgs, { cwd: root, stdio: ["ignore", 2, 2] });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

function isInstalled() {
  const record = `${root}node_modules/.modules.yaml`;
  const own = `${root}${folder}/node_modules`;
  if (!existsSync(record) || !existsSync(own)) return false;
  if (part && Object.keys(optionalDependencies).some((name) => !existsSync(`${own}/${name}`)))
    return false;
  return statSync(record).mtimeMs >= statSync(`${root}pnpm-lock.yaml`).mtimeMs;
}

/** The options of pnpm that leave the optional dependencies out, those of the workspace with what they need. */
function leftOut() {
  if (part || parts.length === 0) return [];
  const ours = Object.entries(optionalDependencies).filter(([, v]) => v.startsWith("workspace:"));
  return ["--no-optional", ...ours.flatMap(([name]) => ["--filter", `!${name}`])];
}

const release = await takeLock(`${root}.launching`, (pid) =>
  console.error(
    `waiting for process ${pid}, which installs or builds here (if it does not, remove ${root}.launching)`,
  ),
);
if (!isInstalled()) {
  const pnpm = process.env.npm_execpath ?? "pnpm";
  const command = /\.[cm]?js$/.test(pnpm) ? [process.execPath, pnpm] : [pnpm];
  // A checkout that holds the development tools keeps them; a bare one gets what the app runs with.
  const developing = existsSync(`${root}node_modules/vitest`);
  const needed = developing ? [] : ["--prod", "--filter", `@bnnkit/${app}...`, ...leftOut()];
  runOrExit(command[0], [...command.slice(1), "install", "--frozen-lockfile", ...needed]);
}

runOrExit(process.execPath, [
  `${root}node_modules/typescript/bin/tsc`,
  "-b",
  part ? `${folder}/src/${part}` : folder,
]);
release();

const [main] = Object.values(bin);
const child = spawn(process.execPath, [`${root}${folder}/${main}`, ...args], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
});
// The app decides what an interrupt means (it may have to save its state), so the launcher only waits for it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
