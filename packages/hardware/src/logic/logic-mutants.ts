import { type Mutant, mutants } from "../proof/mutants.ts";
import { logicNetlist, modelTable } from "./logic-netlist.ts";
import type { LogicPlan } from "./plan-logic.ts";

/** Every network that differs from this one in one table, as `logicNetlist` has it: entries complemented, all 0, all 1. Of a filter with several
 *  hashes each has a table of its own. */
export function logicMutants(plan: LogicPlan): Generator<Mutant> {
  return mutants(logicNetlist(plan), ({ type }) => type === modelTable);
}
