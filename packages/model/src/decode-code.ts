import { type Code, codeFrom, type Digit, digitBits, type Sparse, type Term } from "@bnnkit/core";
import type { DescriptionFields } from "./description-fields.ts";
import type { Weights } from "./weights.ts";

/** Terms of a code: a thermometer has one for each of the thresholds of a node. */
const mostTerms = 255;
const mostSlices = 65_536;
const leastExponent = -126;
const greatestExponent = 127;
/** Powers that a byte can name beside 0 and the sign. */
const mostPowers = 127;

const digits: readonly Digit[] = Object.keys(digitBits).filter(isDigit);

function isDigit(name: string): name is Digit {
  return Object.hasOwn(digitBits, name);
}

/** The code in a field; what is as by default is left out. Terms of values are not sparse. */
export function decodeCode(fields: DescriptionFields, key: string, isOfWeights = false): Code {
  const terms = fields.objects(key, mostTerms);
  return codeFrom(
    key,
    terms.map((term) => decodeTerm(term, isOfWeights)),
  );
}

function decodeTerm(fields: DescriptionFields, isOfWeights: boolean): Term {
  const digit = fields.choice("digit", digits);
  const scale = fields.has("scale") ? fields.numberOr("scale", "row") : 1;
  const offset = fields.has("offset") ? fields.numberOr("offset", "row") : 0;
  const slices = fields.has("slices") ? fields.positiveInteger("slices", mostSlices) : 1;
  const term: Term = {
    digit,
    ...(scale !== 1 && { scale }),
    ...(offset !== 0 && { offset }),
    ...(slices !== 1 && { slices }),
    ...(isOfWeights && fields.has("sparse") && { sparse: decodeSparse(fields.object("sparse")) }),
    ...(digit === "power" && { exponents: decodeExponents(fields) }),
  };
  fields.end();
  return term;
}

function decodeSparse(fields: DescriptionFields): Sparse {
  const sparse = fields.has("columns")
    ? { columns: fields.positiveInteger("columns") }
    : { weights: fields.positiveInteger("weights") };
  fields.end();
  return sparse;
}

function decodeExponents(fields: DescriptionFields): readonly [number, number] {
  const [least, greatest] = fields.integers("exponents", 2, leastExponent, greatestExponent);
  fields.check(
    "exponents",
    greatest >= least && greatest - least < mostPowers,
    `rise, and name at most ${mostPowers} powers`,
    [least, greatest],
  );
  return [least, greatest];
}

/** The weights in a field. */
export function decodeWeights(fields: DescriptionFields, key: string): Weights {
  const inner = fields.object(key);
  const weights: Weights = { tensor: inner.name("tensor"), code: decodeCode(inner, "code", true) };
  inner.end();
  return weights;
}
