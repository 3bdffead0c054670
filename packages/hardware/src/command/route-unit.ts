import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { betweenRegisters } from "../synthesis/between-registers.ts";
import { runYosys, type YosysOptions } from "../synthesis/run-yosys.ts";
import { flows } from "../synthesis/target.ts";
import { generateUnit } from "../units/generate-unit.ts";
import type { UnitConfig } from "../units/unit-config.ts";
import { UsageError } from "./exit-code.ts";

const execute = promisify(execFile);

/** Places and routes for the HX8K; seeds of its random numbers. */
const router = "nextpnr-ice40";
export const routingSeeds = [1, 2, 3] as const;

/** Shorter than any: the router goes on as far as it can. */
const wantedMHz = 500;

/** The release of the router that is installed.
 *  @throws UsageError if none is. */
export async function routerVersion(): Promise<string> {
  try {
    const { stdout, stderr } = await execute(router, ["--version"]);
    return /Version ([^\s)]+)/i.exec(stdout + stderr)?.[1] ?? "unknown";
  } catch {
    throw new UsageError(
      `${router} must be installed, as apt-get install ${router} on Debian does, to place and route`,
    );
  }
}

/** Clock periods in ns of a unit between registers, synthesised, placed and routed with each of the seeds. */
export async function routeUnit(
  config: UnitConfig,
  options: YosysOptions = {},
): Promise<readonly number[]> {
  const verilog = betweenRegisters(generateUnit(config).module);
  const commands = [
    "read_verilog design.v",
    "hierarchy -top between_registers",
    flows.ice40,
    "delete */t:$scopeinfo",
    "write_json netlist.json",
  ];
  const { "netlist.json": netlist } = await runYosys(
    commands.join("; "),
    { "design.v": verilog },
    options,
  );
  const folder = await mkdtemp(join(tmpdir(), "bnnkit-route-"));
  try {
    const [json, report] = ["netlist.json", "report.json"].map((name) => join(folder, name));
    await writeFile(json, netlist);
    const periods: number[] = [];
    for (const seed of routingSeeds) {
      const files = ["--json", json, "--report", report];
      const how = ["--freq", `${wantedMHz}`, "--timing-allow-fail", "--seed", `${seed}`, "--quiet"];
      await execute(router, ["--hx8k", "--package", "ct256", ...files, ...how], {
        ...(options.signal instanceof AbortSignal && { signal: options.signal }),
        ...(options.timeout !== undefined && { timeout: options.timeout }),
      });
      periods.push(periodOf(await readFile(report, "utf8")));
    }
    return periods;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The period of the only clock of a report. */
function periodOf(report: string): number {
  const [clock] = Object.values(Object(Object(JSON.parse(report)).fmax));
  const { achieved } = Object(clock);
  if (typeof achieved !== "number" || !(achieved > 0))
    throw new Error(`${router}: its report must have the frequency of a clock`);
  return 1000 / achieved;
}
