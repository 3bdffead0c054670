import { lengthPenalty } from "./length-penalty.ts";

/** A translation of one sentence as token ids. */
export interface Hypothesis {
  /** Ids without begin and end. */
  readonly tokens: readonly number[];
  /** Natural log-probability of each generated token, the end token's last if there is one. */
  readonly logProbabilities: readonly number[];
  /** Sum of `logProbabilities`. */
  readonly logProbability: number;
  /** `logProbability / lengthPenalty(generated tokens)`; what the search ranks by. */
  readonly score: number;
  /** Whether the end token was generated; false if the maximum length came first. */
  readonly isComplete: boolean;
}

/** A path through the search, newest token first. */
export interface Path {
  readonly previous: Path | undefined;
  readonly token: number;
  readonly tokenLogProbability: number;
  readonly logProbability: number;
  readonly length: number;
}

/** The path that goes on from `previous` by one token. */
export function extendPath(
  previous: Path | undefined,
  token: number,
  tokenLogProbability: number,
): Path {
  return {
    previous,
    token,
    tokenLogProbability,
    logProbability: (previous?.logProbability ?? 0) + tokenLogProbability,
    length: (previous?.length ?? 0) + 1,
  };
}

/** Writes a path out, oldest token first, without a last end token. */
export function hypothesisOf(path: Path, end: number, alpha: number): Hypothesis {
  const tokens: number[] = [];
  const logProbabilities: number[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.previous) {
    tokens.push(at.token);
    logProbabilities.push(at.tokenLogProbability);
  }
  const isComplete = path.token === end;
  if (isComplete) tokens.shift();
  return {
    tokens: tokens.reverse(),
    logProbabilities: logProbabilities.reverse(),
    logProbability: path.logProbability,
    score: path.logProbability / lengthPenalty(path.length, alpha),
    isComplete,
  };
}
