import * as tf from "@tensorflow/tfjs";
import { type Gradients, type NamedTensors, variableGradients } from "./variable-gradients.ts";

/** An optimizer that keeps tensors of its own for each variable, and saves them with the model.
 *
 *  As TensorFlow.js's own, it knows variables by their place in the list. */
export abstract class StateOptimizer extends tf.Optimizer {
  /** What is kept for each variable. */
  protected abstract readonly stateNames: readonly string[];
  #states: { readonly name: string; readonly tensors: readonly tf.Variable[] }[] = [];

  /** Assigns the new value of a variable, and of its state, in the order of the names. */
  protected abstract update(
    variable: tf.Variable,
    gradient: tf.Tensor,
    state: readonly tf.Variable[],
  ): void;

  /** What a tensor of the state is before the first step; zeros of the variable's shape unless overridden. */
  protected initialState(variable: tf.Variable, _stateName: string): tf.Tensor {
    return tf.zerosLike(variable);
  }

  override applyGradients(gradients: Gradients): void {
    for (const [i, { variable, gradient }] of variableGradients(gradients).entries()) {
      this.#states[i] ??= {
        name: variable.name,
        tensors: this.stateNames.map((name) =>
          tf.tidy(() => tf.variable(this.initialState(variable, name), false)),
        ),
      };
      const { tensors } = this.#states[i];
      if (gradient) tf.tidy(() => this.update(variable, gradient, tensors));
    }
    this.incrementIterations();
  }

  override async getWeights(): Promise<NamedTensors> {
    const states = this.#states.flatMap(({ name, tensors }) =>
      tensors.map((tensor, j) => ({ name: `${name}/${this.stateNames[j]}`, tensor })),
    );
    return [await this.saveIterations(), ...states];
  }

  override async setWeights(weights: NamedTensors): Promise<void> {
    const values = await this.extractIterations(weights);
    const perVariable = this.stateNames.length;
    tf.dispose(this.#states.flatMap(({ tensors }) => tensors));
    this.#states = Array.from({ length: Math.floor(values.length / perVariable) }, (_, i) => {
      const own = values.slice(i * perVariable, (i + 1) * perVariable);
      const name = own[0].name.slice(0, own[0].name.lastIndexOf("/"));
      return { name, tensors: own.map(({ tensor }) => tf.variable(tensor, false)) };
    });
  }

  override dispose(): void {
    super.dispose();
    tf.dispose(this.#states.flatMap(({ tensors }) => tensors));
    this.#states = [];
  }
}
