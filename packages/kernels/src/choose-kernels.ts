import type { Isa } from "./isa.ts";
import { type WasmIsa, wasmIsas } from "./isa.ts";
import type { KernelsOptions } from "./kernels.ts";
import { PROBE_BYTES } from "./tune/binary-probe.ts";
import { engineName } from "./tune/engine-name.ts";
import type { KernelChoice } from "./tune/kernel-choice.ts";
import { readChoice } from "./tune/read-choice.ts";
import { tuneKernels } from "./tune/tune-kernels.ts";
import { MissingFeatureError, WrongModuleError } from "./wasm/compile-module.ts";
import { type Proof, provenModule } from "./wasm/proven-module.ts";
import { wasmEngine } from "./wasm/wasm-engine.ts";
import type { WasmSources } from "./wasm/wasm-source.ts";

interface Module {
  readonly isa: WasmIsa;
  readonly compiled: WebAssembly.Module;
}

/** What runs, and why. */
export interface ChosenKernels {
  /** None for JavaScript. */
  readonly module: Module | undefined;
  readonly reason: string;
  readonly choice?: KernelChoice;
}

type Request = Pick<KernelsOptions, "isa" | "strict" | "tune" | "choice">;

/** Chooses by what was asked for: a saved choice, an instruction set, the outcome of tuning, or the rule. */
export async function chooseKernels(
  sources: WasmSources,
  request: Request,
): Promise<ChosenKernels> {
  const { isa, tune, strict = false } = request;
  if (isa !== undefined && isa !== "js" && !wasmIsas.includes(isa)) {
    throw new TypeError(
      `createKernels: isa must be "wasm-relaxed-simd", "wasm-simd128" or "js", got ${isa}`,
    );
  }
  if (request.choice !== undefined) {
    return chooseGiven(sources, checkChoice(request), strict);
  }
  if (tune !== undefined) return chooseTuned(sources, isa, checkBudget(tune), strict);
  if (isa === undefined) return chooseByRule(sources, strict);
  if (isa === "js") return { module: undefined, reason: "asked for" };
  return { module: await prove(sources, isa, "rule"), reason: "asked for" };
}

async function chooseGiven(
  sources: WasmSources,
  choice: KernelChoice,
  strict: boolean,
): Promise<ChosenKernels> {
  const reason = "chosen before";
  if (choice.isa === "js") return { module: undefined, reason, choice };
  try {
    return { module: await prove(sources, choice.isa, "candidates"), reason, choice };
  } catch (error) {
    if (strict || error instanceof WrongModuleError) throw error;
    const chosen = await chooseByRule(sources, strict);
    const refused = `the choice is for ${choice.isa}: ${messageOf(error)}`;
    return { ...chosen, reason: `${chosen.reason}; ${refused}` };
  }
}

async function chooseTuned(
  sources: WasmSources,
  isa: Isa | undefined,
  budgetMilliseconds: number,
  strict: boolean,
): Promise<ChosenKernels> {
  if (isa === "js") return tunedJs("asked for");
  const asked = isa === undefined ? namedIn(sources) : [isa];
  const { modules, refusals } = await proveEach(sources, asked, "candidates", strict);
  if (modules.length === 0) {
    if (isa !== undefined) throw new Error(refusals.join("; "));
    return tunedJs(fallback(refusals, strict));
  }
  const tuned = await Promise.all(
    modules.map(async (module) => ({
      isa: module.isa,
      engine: await wasmEngine(module.isa, module.compiled, PROBE_BYTES),
    })),
  );
  const choice = tuneKernels(tuned, budgetMilliseconds);
  const reason = ["the fastest that was measured here", ...refusals].join("; ");
  return { module: modules.find((module) => module.isa === choice.isa), reason, choice };
}

/** JavaScript has one kernel for each operation. */
function tunedJs(reason: string): ChosenKernels {
  const choice: KernelChoice = {
    ...{ version: 1, isa: "js", moduleHash: "", engine: engineName(), kernels: [] },
  };
  return { module: undefined, reason, choice };
}

async function chooseByRule(sources: WasmSources, strict: boolean): Promise<ChosenKernels> {
  const refusals: string[] = [];
  for (const isa of namedIn(sources)) {
    const { modules, refusals: own } = await proveEach(sources, [isa], "rule", strict);
    for (const module of modules) {
      return { module, reason: ["the fastest that proves itself here", ...refusals].join("; ") };
    }
    refusals.push(...own.filter((refusal) => !refusals.includes(refusal)));
  }
  return { module: undefined, reason: fallback(refusals, strict) };
}

function fallback(refusals: readonly string[], strict: boolean): string {
  const why = refusals.join("; ");
  if (strict) throw new Error(`createKernels: strict forbids JavaScript instead: ${why}`);
  return `fallback: ${why}`;
}

/** The modules that prove themselves, and why others do not. What is not there is no fault; what is wrong is one. */
async function proveEach(
  sources: WasmSources,
  isas: readonly WasmIsa[],
  proof: Proof,
  strict: boolean,
): Promise<{ readonly modules: readonly Module[]; readonly refusals: readonly string[] }> {
  const modules: Module[] = [];
  const refusals: string[] = [];
  for (const isa of isas) {
    try {
      modules.push(await prove(sources, isa, proof));
    } catch (error) {
      const isMissing = error instanceof MissingFeatureError;
      if (error instanceof WrongModuleError || (strict && !isMissing)) throw error;
      refusals.push(messageOf(error));
    }
  }
  return { modules, refusals };
}

async function prove(sources: WasmSources, isa: WasmIsa, proof: Proof): Promise<Module> {
  const source = sources[isa];
  if (source === undefined) {
    throw new MissingFeatureError(`createKernels: wasm must have a module for ${isa}`);
  }
  return { isa, compiled: await provenModule(isa, source, proof) };
}

function namedIn(sources: WasmSources): readonly WasmIsa[] {
  return wasmIsas.filter((isa) => sources[isa] !== undefined);
}

function checkChoice({ isa, tune, choice }: Request): KernelChoice {
  if (tune !== undefined) {
    throw new RangeError("createKernels: give at most one of tune and choice");
  }
  const read = readChoice(choice);
  if (isa !== undefined && isa !== read.isa) {
    throw new RangeError(`createKernels: choice.isa must be the isa ${isa}, got ${read.isa}`);
  }
  return read;
}

function checkBudget({ budgetMilliseconds }: { readonly budgetMilliseconds: number }): number {
  if (!(budgetMilliseconds > 0 && Number.isFinite(budgetMilliseconds))) {
    throw new RangeError(
      `createKernels: tune.budgetMilliseconds must be a positive number, got ${budgetMilliseconds}`,
    );
  }
  return budgetMilliseconds;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
