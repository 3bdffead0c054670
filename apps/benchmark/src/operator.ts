import type { Arm, Contender, Place } from "./arm.ts";
import { checkResult, type Expectation } from "./expectation.ts";

/** What defines an operator for the benchmark: everything else follows. */
export interface OperatorDefinition<Shape, Operands> {
  readonly op: string;
  readonly shapes: readonly NamedShape<Shape>[];
  formatShape(shape: Shape): string;
  /** What one run counts as, for operations per second. */
  operationsOf(shape: Shape): number;
  /** Operands; the same shape must give the same ones. */
  createOperands(shape: Shape): Operands;
  /** What every arm's result is compared with before it is timed. */
  expect(operands: Operands): Expectation;
  readonly contenders: readonly Contender<Operands>[];
}

/** A shape, and which models have it. */
export interface NamedShape<Shape> {
  readonly shape: Shape;
  readonly origin: string;
  /** Whether `--quick` takes it. */
  readonly isQuick?: boolean;
}

/** An operator at one shape. */
export interface Case {
  readonly op: string;
  readonly shape: string;
  readonly origin: string;
  readonly isQuick: boolean;
  readonly operations: number;
  readonly contenders: readonly CaseContender[];
  /** Makes the operands and what is expected of them. */
  open(): OpenCase;
}

/** Who can be timed, without what its operands are. */
export interface CaseContender {
  readonly name: string;
  readonly isPeer: boolean;
  readonly isOptional: boolean;
  readonly places: readonly Place[];
  readonly threads: "one" | "any";
  versions?(): Promise<Readonly<Record<string, string>>>;
}

/** A case with its operands. */
export interface OpenCase {
  prepare(contender: CaseContender, threads: number): Promise<Arm>;
  /** Compares the result of an arm's last run with the reference.
   *  @throws Error that names arm, shape, place and both values. */
  check(arm: Arm): Promise<void>;
}

/** Makes the cases of an operator, one for each shape. */
export function createCases<Shape, Operands>(
  definition: OperatorDefinition<Shape, Operands>,
): Case[] {
  return definition.shapes.map(({ shape, origin, isQuick = false }) => ({
    op: definition.op,
    shape: definition.formatShape(shape),
    origin,
    isQuick,
    operations: definition.operationsOf(shape),
    contenders: definition.contenders.map(describeContender),
    open: () => openCase(definition, shape),
  }));
}

function describeContender<Operands>({
  name,
  isPeer,
  isOptional = false,
  places = ["node", "browser"],
  threads,
  versions,
}: Contender<Operands>): CaseContender {
  return { name, isPeer, isOptional, places, threads, ...(versions && { versions }) };
}

function openCase<Shape, Operands>(
  definition: OperatorDefinition<Shape, Operands>,
  shape: Shape,
): OpenCase {
  const operands = definition.createOperands(shape);
  const expectation = definition.expect(operands);
  return {
    prepare: async ({ name }, threads) => {
      const contender = definition.contenders.find((each) => each.name === name);
      if (contender === undefined) throw new RangeError(`prepare: no contender is named ${name}`);
      return contender.prepare(operands, threads);
    },
    check: async (arm) =>
      checkResult(`${arm.name}, ${definition.formatShape(shape)}`, await arm.result(), expectation),
  };
}
