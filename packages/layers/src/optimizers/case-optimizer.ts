import * as tf from "@tensorflow/tfjs";
import { configOfOptimizer, optimizerFrom } from "./nested-optimizer.ts";
import { type Gradients, type NamedTensors, variableGradients } from "./variable-gradients.ts";

/** Variables and what trains them. */
export interface OptimizerCase {
  /** Whether a variable is of this case, by its name for instance: "quant_dense/kernel". */
  readonly matches: (variable: tf.Variable) => boolean;
  readonly optimizer: tf.Optimizer;
}

export interface CaseOptimizerOptions {
  readonly cases: readonly OptimizerCase[];
  /** Trains what no case matches; default nothing, so that it stays. */
  readonly otherwise?: tf.Optimizer | null;
  /** The case of each variable, in their order, −1 for `otherwise`: what a saved model has in place of `matches`. */
  readonly assignments?: readonly number[];
}

/** Several optimizers as one. See {@link caseOptimizer}. */
export class CaseOptimizer extends tf.Optimizer {
  /** What a saved model calls it. */
  static readonly className = "CaseOptimizer";
  readonly cases: readonly OptimizerCase[];
  readonly otherwise: tf.Optimizer | null;
  readonly #assignments: number[];

  constructor({ cases, otherwise = null, assignments = [] }: CaseOptimizerOptions) {
    super();
    [this.cases, this.otherwise] = [cases, otherwise];
    this.#assignments = [...assignments];
  }

  override applyGradients(gradients: Gradients): void {
    const list = variableGradients(gradients);
    for (const [i, { variable }] of list.entries()) this.#assignments[i] ??= this.#caseOf(variable);
    for (const [k, optimizer] of this.#optimizers()) {
      const own = list.filter((_, i) => this.#assignments[i] === k);
      optimizer.applyGradients(
        own.flatMap(({ variable: { name }, gradient }) =>
          gradient ? [{ name, tensor: gradient }] : [],
        ),
      );
    }
    this.incrementIterations();
  }

  override async getWeights(): Promise<NamedTensors> {
    const weights: NamedTensors = [await this.saveIterations()];
    for (const [k, optimizer] of this.#optimizers()) {
      for (const { name, tensor } of await optimizer.getWeights()) {
        weights.push({ name: `${k}/${name}`, tensor });
      }
    }
    return weights;
  }

  override async setWeights(weights: NamedTensors): Promise<void> {
    const values = await this.extractIterations(weights);
    for (const [k, optimizer] of this.#optimizers()) {
      const own = values.flatMap(({ name, tensor }) =>
        name.startsWith(`${k}/`) ? [{ name: name.slice(`${k}/`.length), tensor }] : [],
      );
      await optimizer.setWeights(own);
    }
  }

  override dispose(): void {
    super.dispose();
    for (const [, optimizer] of this.#optimizers()) optimizer.dispose();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      cases: this.cases.map(({ optimizer }) => configOfOptimizer(optimizer)),
      otherwise: this.otherwise && configOfOptimizer(this.otherwise),
      assignments: this.#assignments,
    };
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    { cases, otherwise, assignments }: tf.serialization.ConfigDict,
  ): T {
    const where = "caseOptimizer";
    return new cls({
      cases: (Array.isArray(cases) ? cases : []).map((json) => ({
        matches: () => false,
        optimizer: optimizerFrom(where, json),
      })),
      otherwise: otherwise === null ? null : optimizerFrom(where, otherwise),
      assignments,
    });
  }

  #optimizers(): readonly (readonly [number, tf.Optimizer])[] {
    const listed = this.cases.map(({ optimizer }, k): [number, tf.Optimizer] => [k, optimizer]);
    return this.otherwise ? [...listed, [-1, this.otherwise]] : listed;
  }

  #caseOf(variable: tf.Variable): number {
    const [first = -1, ...others] = this.cases.flatMap(({ matches }, k) =>
      matches(variable) ? [k] : [],
    );
    if (others.length === 0) return first;
    throw new RangeError(
      `caseOptimizer: variable "${variable.name}" must match one case, got ${[first, ...others]}`,
    );
  }
}
tf.serialization.registerClass(CaseOptimizer);

/** An optimizer made of others: each variable goes to the one whose case it matches.
 *
 *  Which one that is is found when a variable is first seen, and saved with the model by the order of the variables, as
 *  functions are not. A schedule of a rate changes that of an optimizer in a case: this one has none.
 *
 *  ```ts
 *  const optimizer = caseOptimizer({
 *    cases: [{ matches: ({ name }) => /^quant.*kernel/.test(name), optimizer: bop() }],
 *    otherwise: tf.train.adam(0.01),
 *  });
 *  ```
 *  Its `applyGradients` throws a RangeError if a variable matches two cases. */
export function caseOptimizer(options: CaseOptimizerOptions): CaseOptimizer {
  return new CaseOptimizer(options);
}
