import { allowedTokens, type NextToken, noAllowedToken } from "./allowed-tokens.ts";
import { extendPath, type Hypothesis, hypothesisOf, type Path } from "./hypothesis.ts";
import { lengthPenalty } from "./length-penalty.ts";
import type { DecoderStep, SearchEvent, SearchTask, TopTokens } from "./search-step.ts";
import type { TokenConstraint } from "./token-constraint.ts";

export interface BeamOptions {
  /** Hypotheses kept for each sentence. */
  readonly beamSize: number;
  /** Hypotheses returned for each sentence, at most `beamSize`. */
  readonly nBest: number;
  /** Exponent of the length penalty, at least 0. */
  readonly alpha: number;
}

/** Keeps the `beamSize` most probable prefixes of each sentence; `step` gives the top `beamSize` of each row.
 *
 *  A hypothesis that ends leaves the beam and narrows it by one; a sentence is done when its beam is empty,
 *  at its maximum length, or when no prefix can still pass the n-th best: with log p ≤ 0 and a penalty that
 *  grows with the length, log p / lp(maximum length) bounds what a prefix can reach. Equal log-probabilities
 *  go to the earlier prefix, then to the lower rank, so that a sentence's result depends on nothing else.
 *  A prefix with a constraint goes on by the tokens that this allows, alone.
 *  Yields after every step; returns for each sentence `nBest` distinct hypotheses (fewer if no more are
 *  possible), best score first.
 *  @throws RangeError for a constraint that allows no token. */
export function* beamSearch(
  step: DecoderStep,
  { begin, end, maximumLengths, constraints = [] }: SearchTask,
  options: BeamOptions,
): Generator<SearchEvent, readonly (readonly Hypothesis[])[]> {
  const beams = maximumLengths.map(
    (maximumLength, sentence) => new Beam({ maximumLength, end, options }, constraints[sentence]),
  );
  let live = beams.map((_, sentence) => sentence);
  let parents: readonly number[] = live;
  let tokens: readonly number[] = live.map(() => begin);
  while (live.length > 0) {
    const top = step(parents, tokens);
    const computed = parents.length;
    const nextParents: number[] = [];
    const nextTokens: number[] = [];
    const finished: number[] = [];
    let firstRow = 0;
    for (const sentence of live) {
      const beam = beams[sentence];
      const rows = beam.prefixes.length;
      for (const { row, path } of beam.advance(top, firstRow)) {
        nextParents.push(row);
        nextTokens.push(path.token);
      }
      if (beam.prefixes.length === 0) finished.push(sentence);
      firstRow += rows;
    }
    live = live.filter((sentence) => beams[sentence].prefixes.length > 0);
    parents = nextParents;
    tokens = nextTokens;
    yield { rows: computed, finished };
  }
  return beams.map((beam) => beam.best());
}

interface Prefix {
  /** `undefined` is the empty one. */
  readonly path: Path | undefined;
  readonly constraint: TokenConstraint | undefined;
}

interface Candidate {
  readonly row: number;
  readonly path: Path;
  /** On what comes before the newest token, and that token. */
  readonly constraint: TokenConstraint | undefined;
}

interface BeamSettings {
  readonly maximumLength: number;
  readonly end: number;
  readonly options: BeamOptions;
}

/** The prefixes of one sentence and what has ended. */
class Beam {
  /** In the order of the rows of the next step. */
  prefixes: readonly Prefix[];
  #ended: Hypothesis[] = [];
  readonly #maximumLength: number;
  readonly #end: number;
  readonly #options: BeamOptions;

  constructor(
    { maximumLength, end, options }: BeamSettings,
    constraint: TokenConstraint | undefined,
  ) {
    this.prefixes = [{ path: undefined, constraint }];
    this.#maximumLength = maximumLength;
    this.#end = end;
    this.#options = options;
  }

  /** How many candidates the next step keeps. */
  get width(): number {
    return this.#options.beamSize - this.#ended.length;
  }

  /** Takes the best `width` continuations; returns those that go on, with the row they come from. */
  advance(top: TopTokens, firstRow: number): readonly Candidate[] {
    const candidates = this.prefixes.flatMap((prefix, index) => {
      const row = firstRow + index;
      return this.#continuations(top, row, prefix).map(
        ({ token, logProbability }): Candidate => ({
          row,
          path: extendPath(prefix.path, token, logProbability),
          constraint: prefix.constraint,
        }),
      );
    });
    if (candidates.length === 0 && this.#ended.length === 0) {
      throw noAllowedToken(this.prefixes[0].path?.length ?? 0);
    }
    // Array.sort is stable, so that ties keep the order of rows and ranks.
    candidates.sort((a, b) => descending(a.path.logProbability, b.path.logProbability));
    const kept = candidates.slice(0, this.width).filter(isPossible);
    const going: Candidate[] = [];
    for (const candidate of kept) {
      const { path } = candidate;
      if (path.token === this.#end || path.length >= this.#maximumLength) {
        this.#ended.push(hypothesisOf(path, this.#end, this.#options.alpha));
      } else {
        going.push(candidate);
      }
    }
    const open = this.#isDecided(going) ? [] : going;
    this.prefixes = open.map(({ path, constraint }) => {
      return { path, constraint: constraint?.after(path.token) };
    });
    return open;
  }

  /** The best `width` tokens that may follow a prefix. */
  #continuations(top: TopTokens, row: number, { path, constraint }: Prefix): readonly NextToken[] {
    const { width } = this;
    const k = this.#options.beamSize;
    if (constraint === undefined) {
      return Array.from({ length: width }, (_, rank): NextToken => {
        const at = row * k + rank;
        return { token: top.ids[at], logProbability: top.logProbabilities[at] };
      });
    }
    const left = this.#maximumLength - (path?.length ?? 0);
    return allowedTokens(top, row, { k, count: width, constraint, left });
  }

  best(): readonly Hypothesis[] {
    return this.#ended.sort((a, b) => descending(a.score, b.score)).slice(0, this.#options.nBest);
  }

  #isDecided(going: readonly Candidate[]): boolean {
    const { nBest, alpha } = this.#options;
    const [leader] = going;
    if (leader === undefined || this.#ended.length < nBest) return leader === undefined;
    const worst = this.best().at(-1)?.score ?? Number.NEGATIVE_INFINITY;
    return worst >= leader.path.logProbability / lengthPenalty(this.#maximumLength, alpha);
  }
}

/** A vocabulary smaller than the beam leaves ranks without a token: log-probability −∞. */
function isPossible({ path }: Candidate): boolean {
  return path.logProbability > Number.NEGATIVE_INFINITY;
}

/** Comparator, largest first; unlike `b − a` it orders two infinities. */
function descending(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
