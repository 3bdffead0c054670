/** The references of each segment: `references[i]` holds one or more translations of segment i; their
 *  number may differ from segment to segment. A missing reference is left out: an empty string counts
 *  as a reference of no words. */
export type References = readonly (readonly string[])[];

/** Checks that there is at least one segment and that each has a hypothesis and a reference. */
export function checkCorpus(
  where: string,
  hypotheses: readonly string[],
  references: References,
): void {
  if (!Array.isArray(hypotheses) || !Array.isArray(references)) {
    throw new TypeError(`${where}: hypotheses and references must be arrays`);
  }
  if (hypotheses.length === 0) {
    throw new RangeError(`${where}: hypotheses must hold at least one segment, got none`);
  }
  if (hypotheses.length !== references.length) {
    throw new RangeError(
      `${where}: hypotheses.length (${hypotheses.length}) must equal references.length (${references.length})`,
    );
  }
  hypotheses.forEach((hypothesis, i) => {
    checkString(where, `hypotheses[${i}]`, hypothesis);
    checkReferencesOfSegment(where, `references[${i}]`, references[i]);
  });
}

/** The field `nrefs` of a signature: the number of references of every segment, or `var`. */
export function referenceCount(references: References): string {
  const counts = new Set(references.map((ofSegment) => ofSegment.length));
  return counts.size === 1 ? String([...counts][0]) : "var";
}

function checkReferencesOfSegment(where: string, name: string, ofSegment: unknown): void {
  if (!Array.isArray(ofSegment)) {
    throw new TypeError(`${where}: ${name} must be an array of strings, got ${typeof ofSegment}`);
  }
  if (ofSegment.length === 0) {
    throw new RangeError(`${where}: ${name} must hold at least one reference, got none`);
  }
  ofSegment.forEach((reference, j) => {
    checkString(where, `${name}[${j}]`, reference);
  });
}

function checkString(where: string, name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new TypeError(`${where}: ${name} must be a string, got ${typeof value}`);
  }
}
