import { checkPositiveInteger } from "@bnnkit/core";
import type { TokenConstraint } from "./token-constraint.ts";

export interface NoRepeatOptions {
  /** Longest unit, in tokens, whose repetition is looked for. Default 8. */
  readonly longestUnit?: number;
  /** Most times that a unit may stand in a row. Default 2: a word may double, as in "sehr, sehr gut". */
  readonly mostTimes?: number;
}

/** Forbids loops: no unit of 1 to `longestUnit` tokens stands more than `mostTimes` times in a row.
 *
 *  Only the token that would complete one copy too many is forbidden, so that a unit may come again later and
 *  n-grams that recur in good text ("of the") stay free. The end token is always allowed. It forbids three equal
 *  tokens in a row too ("!!!", "000" written as digits): it is for a sentence that has been seen to loop.
 *  @throws TypeError or RangeError for options that are not positive integers. */
export function noRepeatConstraint(
  end: number,
  { longestUnit = 8, mostTimes = 2 }: NoRepeatOptions = {},
): TokenConstraint {
  checkPositiveInteger("noRepeatConstraint", "longestUnit", longestUnit);
  checkPositiveInteger("noRepeatConstraint", "mostTimes", mostTimes);
  return new NoRepeat({ end, longestUnit, mostTimes }, undefined);
}

interface Rule extends Required<NoRepeatOptions> {
  readonly end: number;
}

interface Token {
  readonly token: number;
  readonly previous: Token | undefined;
}

class NoRepeat implements TokenConstraint {
  readonly owed = 0;
  readonly #rule: Rule;
  /** Newest token first. */
  readonly #tokens: Token | undefined;
  #forbidden: ReadonlySet<number> | undefined;

  constructor(rule: Rule, tokens: Token | undefined) {
    this.#rule = rule;
    this.#tokens = tokens;
  }

  allows(token: number): boolean {
    this.#forbidden ??= completions(this.#rule, this.#tokens);
    return token === this.#rule.end || !this.#forbidden.has(token);
  }

  after(token: number): NoRepeat {
    return new NoRepeat(this.#rule, { token, previous: this.#tokens });
  }
}

/** The tokens that would complete one copy too many of a unit that ends there. */
function completions(
  { longestUnit, mostTimes }: Rule,
  newest: Token | undefined,
): ReadonlySet<number> {
  const recent: number[] = [];
  const longest = longestUnit * (mostTimes + 1) - 1;
  for (let at = newest; at !== undefined && recent.length < longest; at = at.previous) {
    recent.push(at.token);
  }
  const forbidden = new Set<number>();
  for (let unit = 1; unit <= longestUnit; unit++) {
    const length = unit * (mostTimes + 1) - 1;
    if (length <= recent.length && hasPeriod(recent, unit, length)) forbidden.add(recent[unit - 1]);
  }
  return forbidden;
}

function hasPeriod(tokens: readonly number[], period: number, length: number): boolean {
  for (let i = period; i < length; i++) {
    if (tokens[i] !== tokens[i - period]) return false;
  }
  return true;
}
