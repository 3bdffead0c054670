/** The monomials of degree 0 … D in F variables, and their derivatives by each. */
export interface Monomials {
  /** The variables of each, with repetition, in order; the constant first. */
  readonly factors: readonly (readonly number[])[];
  /** Of each variable: ∂m/∂x is `times` · m′, both as indices of monomials; those that are 0 are left out. */
  readonly derivatives: readonly (readonly {
    readonly of: number;
    readonly times: number;
    readonly reduced: number;
  }[])[];
}

export function monomialsOf(variables: number, degree: number): Monomials {
  const factors: number[][] = [[]];
  for (let i = 0; i < factors.length; i++) {
    if (factors[i].length === degree) continue;
    for (let v = factors[i].at(-1) ?? 0; v < variables; v++) factors.push([...factors[i], v]);
  }
  const indices = new Map(factors.map((one, i) => [one.join(), i]));
  const derivatives = Array.from({ length: variables }, (_, variable) =>
    factors.flatMap((one, of) => {
      const at = one.indexOf(variable);
      const reduced = indices.get(one.toSpliced(at, 1).join());
      if (at < 0 || reduced === undefined) return [];
      return [{ of, times: one.filter((factor) => factor === variable).length, reduced }];
    }),
  );
  return { factors, derivatives };
}

/** The value of each monomial. */
export function monomialValues(
  { factors }: Pick<Monomials, "factors">,
  variables: readonly number[],
): Float64Array<ArrayBuffer> {
  return Float64Array.from(factors, (factorsOfOne) =>
    factorsOfOne.reduce((product, variable) => product * variables[variable], 1),
  );
}
