import type { TokenConstraint } from "./token-constraint.ts";

/** Allows what `a` and `b` both allow; a token that one of them owes the other has to let through. */
export function bothConstraints(a: TokenConstraint, b: TokenConstraint): TokenConstraint {
  return {
    owed: Math.max(a.owed, b.owed),
    allows: (token) => a.allows(token) && b.allows(token),
    after: (token) => bothConstraints(a.after(token), b.after(token)),
  };
}
