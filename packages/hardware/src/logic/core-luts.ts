import { normalEquations, ridge } from "../estimate/least-squares.ts";
import { dwnCores, type PublishedCore } from "../published/dwn-cores.ts";

/** What the votes of a class take: LUTs for each bit, and more of them the more bits there are. */
export interface VoteLuts {
  readonly perBit: number;
  /** For each bit and each bit of its class: what routing and replication add in wide designs. */
  readonly perBitPair: number;
}

/** Sizes of a core: its tables as LUTs, and the last layer that is counted for so many classes. */
export interface CoreSize {
  readonly tableLuts: number;
  readonly lastTables: number;
  readonly classes: number;
}

/** LUTs of the tables, of group sums and of the choice of the greatest. */
export function coreLuts({ tableLuts, lastTables, classes }: CoreSize, votes: VoteLuts): number {
  const [bits, pairs] = voteTerms(lastTables, classes);
  return tableLuts + votes.perBit * bits + votes.perBitPair * pairs;
}

/** Least relative squares over published cores, a LUT for each table. */
export function fitVoteLuts(cores: readonly PublishedCore[]): VoteLuts {
  const equations = cores.map(({ tables, classes, lut }) => ({
    x: voteTerms(tables.at(-1) ?? 0, classes),
    y: lut - tables.reduce((sum, count) => sum + count, 0),
    weight: 1 / lut,
  }));
  const [perBit, perBitPair] = ridge(normalEquations(equations, 2), { strength: 0 });
  return { perBit, perBitPair };
}

/** Errors of each core by what is fitted to those of other architectures. */
export function leaveOneOut(cores: readonly PublishedCore[]): readonly number[] {
  return cores.map((core) => {
    const votes = fitVoteLuts(cores.filter((other) => other !== core));
    const tableLuts = core.tables.reduce((sum, count) => sum + count, 0);
    const lastTables = core.tables.at(-1) ?? 0;
    return coreLuts({ tableLuts, lastTables, classes: core.classes }, votes) / core.lut - 1;
  });
}

/** Fitted to {@link dwnCores}. */
export const voteLuts: VoteLuts = fitVoteLuts(dwnCores);

function voteTerms(lastTables: number, classes: number): readonly [number, number] {
  return [lastTables, lastTables ** 2 / classes];
}
