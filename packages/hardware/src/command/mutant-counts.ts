import type { PlatformAbortSignal } from "@bnnkit/core";
import type { MappedNetlist } from "../proof/mapped-netlist.ts";
import { type MutantSieve, mutantSieve } from "../proof/mutant-sieve.ts";
import type { Mutant } from "../proof/mutants.ts";
import { proveMutants } from "../synthesis/prove-mutants.ts";

/** What became of netlists that are wrong in one place. */
export interface MutantCounts {
  readonly total: number;
  readonly caughtByVectors: number;
  /** That the solver found an input for. */
  readonly caughtBySolver: number;
  /** Proven to do the same for every input. */
  readonly equivalent: number;
  readonly undecided: number;
}

/** Wrong netlists that vectors are run through. */
export interface Suspects {
  readonly netlist: MappedNetlist;
  readonly total: number;
  readonly sieve: MutantSieve;
}

export function suspectsOf(netlist: MappedNetlist, mutants: Iterable<Mutant>): Suspects {
  const all = [...mutants];
  return { netlist, total: all.length, sieve: mutantSieve(netlist, all) };
}

/** Asks the solver of those that no vector caught, unless every vector was tried. */
export async function countMutants(
  { netlist, total, sieve }: Suspects,
  isEveryVector: boolean,
  options: {
    readonly signal: PlatformAbortSignal;
    readonly timeout: number;
    readonly onProgress: (done: number, total: number) => void;
  },
): Promise<MutantCounts> {
  const left = sieve.left();
  const caughtByVectors = total - left.length;
  if (isEveryVector) {
    const equivalent = left.length;
    return { total, caughtByVectors, caughtBySolver: 0, equivalent, undecided: 0 };
  }
  const proofs = await proveMutants(netlist, left, options);
  return {
    ...{ total, caughtByVectors, caughtBySolver: proofs.different.length },
    ...{ equivalent: proofs.equivalent.length, undecided: proofs.undecided.length },
  };
}

export function formatMutants({
  total,
  caughtByVectors,
  caughtBySolver,
  equivalent,
  undecided,
}: MutantCounts): string {
  const parts = [
    `${caughtByVectors} caught by vectors`,
    `${caughtBySolver} by the solver`,
    `${equivalent} proven equivalent`,
  ];
  return `${total}: ${[...parts, ...(undecided > 0 ? [`${undecided} undecided`] : [])].join(", ")}`;
}
