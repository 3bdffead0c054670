import type { MappedNetlist } from "../proof/mapped-netlist.ts";
import { mutantQuestion } from "../proof/mutant-question.ts";
import type { Mutant } from "../proof/mutants.ts";
import { runYosys, type YosysOptions } from "./run-yosys.ts";

export interface ProveMutantsOptions extends YosysOptions {
  /** Seconds that the solver has for one mutant. Default 60. */
  readonly solverTimeout?: number;
  /** Called when so many of all have an answer. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a solver says of mutants. */
export interface MutantProofs {
  /** No input tells them from their netlist. */
  readonly equivalent: readonly Mutant[];
  /** There is an input for which an output differs. */
  readonly different: readonly Mutant[];
  /** The solver took too long. */
  readonly undecided: readonly Mutant[];
}

/** Questions of one run of Yosys. */
const batchSize = 32;

/** How far from the wrong table differences are looked for, one after the other: what goes nowhere mostly ends soon. */
const reaches = [0, 3, Number.POSITIVE_INFINITY];

/**
 * Asks Yosys's solver of each mutant of a netlist of tables whether some input tells it from the netlist.
 *
 * @throws as `runYosys` does; its `timeout` is for each run, of up to 32 mutants.
 */
export async function proveMutants(
  netlist: MappedNetlist,
  mutants: readonly Mutant[],
  { solverTimeout = 60, onProgress, ...options }: ProveMutantsOptions = {},
): Promise<MutantProofs> {
  const [equivalent, different, undecided]: [Mutant[], Mutant[], Mutant[]] = [[], [], []];
  const answer = async (batch: readonly Mutant[], levels: number): Promise<readonly Answer[]> =>
    batch.length === 0 ? [] : ask(netlist, batch, { levels, solverTimeout }, options);
  for (let from = 0; from < mutants.length; from += batchSize) {
    let open = mutants.slice(from, from + batchSize);
    const done = from + open.length;
    for (const levels of reaches) {
      const answers = await answer(open, levels);
      equivalent.push(...open.filter((_, i) => answers[i] === "never"));
      if (levels === Number.POSITIVE_INFINITY) {
        different.push(...open.filter((_, i) => answers[i] === "sometimes"));
        undecided.push(...open.filter((_, i) => answers[i] === "unknown"));
      }
      open = open.filter((_, i) => answers[i] !== "never");
    }
    onProgress?.(done, mutants.length);
  }
  return { equivalent, different, undecided };
}

type Answer = "never" | "sometimes" | "unknown";

async function ask(
  netlist: MappedNetlist,
  mutants: readonly Mutant[],
  { levels, solverTimeout }: { readonly levels: number; readonly solverTimeout: number },
  options: YosysOptions,
): Promise<readonly Answer[]> {
  const texts = mutants.map((mutant, i) =>
    mutantQuestion(netlist, mutant, { name: `question_${i}`, levels }),
  );
  const solve = `sat -timeout ${solverTimeout} -prove differs 0`;
  const script = [
    "read_verilog questions.v",
    "opt_expr; opt_clean",
    ...texts.map((_, i) => `tee -q -o answer_${i}.txt ${solve} question_${i}`),
  ];
  const files = await runYosys(script.join("; "), { "questions.v": texts.join("") }, options);
  return texts.map((_, i) => answerOf(files[`answer_${i}.txt`] ?? ""));
}

function answerOf(log: string): Answer {
  if (log.includes("no model found: SUCCESS")) return "never";
  return log.includes("model found: FAIL") ? "sometimes" : "unknown";
}
