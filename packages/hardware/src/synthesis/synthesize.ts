import { type CellCounts, countCells } from "./count-cells.ts";
import { fullAdderMap, libertyText } from "./gate-library.ts";
import { yosysVersion } from "./locate-yosys.ts";
import { runYosys, type YosysOptions } from "./run-yosys.ts";
import { cacheKey, type SynthesisCache } from "./synthesis-cache.ts";
import { flows, isAsic, type SynthesisTarget } from "./target.ts";

export interface SynthesizeOptions extends YosysOptions {
  readonly target: SynthesisTarget;
  readonly cache?: SynthesisCache;
}

/** What Yosys made of a design. */
export interface SynthesisResult extends CellCounts {
  readonly kind: "post-synthesis";
  readonly target: SynthesisTarget;
  /** The commands, and the tool with its release. */
  readonly flow: string;
  readonly tool: string;
  /** The mapped design as Yosys writes it in JSON, for `parseNetlist`. */
  readonly netlist: string;
}

/**
 * Maps Verilog of one module by Yosys, in a worker.
 *
 * The same text, target and release have the same counts; with a `cache` they are not computed twice.
 *
 * @throws as {@link runYosys} does.
 */
export async function synthesize(
  verilog: string,
  options: SynthesizeOptions,
): Promise<SynthesisResult> {
  const { target, cache, ...rest } = options;
  const flow = flows[target];
  const library = libertyText(isAsic(target) ? target : "asic");
  const key = cache && (await cacheKey("synthesize 1", verilog, flow, library, yosysVersion));
  const known = key === undefined ? undefined : await cache?.get(key);
  const netlist = known ?? (await map(verilog, target, rest));
  if (key !== undefined && known === undefined) await cache?.set(key, netlist);
  return {
    kind: "post-synthesis",
    target,
    flow,
    tool: `Yosys ${yosysVersion}`,
    ...countCells(target, cellsByType(netlist)),
    netlist,
  };
}

async function map(
  verilog: string,
  target: SynthesisTarget,
  options: YosysOptions,
): Promise<string> {
  const files = {
    "design.v": verilog,
    ...(isAsic(target) && {
      "gates.lib": libertyText(target),
      "full-adder.v": fullAdderMap(target),
    }),
  };
  const commands = [
    "read_verilog design.v",
    "hierarchy -auto-top",
    flows[target],
    "delete */t:$scopeinfo",
    // Library models of cells are black boxes, and no part of the design.
    "delete =A:blackbox =A:whitebox",
    "write_json netlist.json",
  ];
  const { "netlist.json": netlist } = await runYosys(commands.join("; "), files, options);
  return netlist;
}

function cellsByType(netlist: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const { modules } = Object(JSON.parse(netlist));
  for (const module of Object.values(Object(modules))) {
    for (const cell of Object.values(Object(Object(module).cells))) {
      const type = String(Object(cell).type);
      counts[type] = (counts[type] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
