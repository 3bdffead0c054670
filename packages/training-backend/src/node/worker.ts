import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { floatView } from "../heap.ts";
import { installTrainingBackend } from "../install-training-backend.ts";
import { BusyCount } from "./busy-count.ts";
import { GradientExchange } from "./gradient-exchange.ts";
import type { ParameterLayout } from "./parameter-layout.ts";
import type { CreateReplica, Replica } from "./replica.ts";
import type { WorkerReply, WorkerRequest, WorkerSetup } from "./worker-messages.ts";

/** Serves the trainer's requests on `port` until it is told to stop. */
async function serve(port: MessagePort, setup: WorkerSetup, busy: BusyCount): Promise<void> {
  const report = await installTrainingBackend({ nativeMatMul: setup.nativeMatMul });
  const exchange = new GradientExchange(setup.memory, setup.layout, setup.worker);
  const variables = createVariables(setup.layout, exchange.weights);
  const { createReplica }: { createReplica?: CreateReplica } = await import(setup.replicaModule);
  if (typeof createReplica !== "function") {
    throw new TypeError(`${setup.replicaModule} must export a function createReplica`);
  }
  const replica = await createReplica(setup.replicaOptions, variables);
  const answer = async (request: WorkerRequest): Promise<WorkerReply> => {
    busy.enter();
    try {
      if (request.kind === "evaluate") {
        return { kind: "done", value: await evaluate(replica, request) };
      }
      if (request.kind === "step") await step(replica, exchange, setup, request);
      loadWeights(setup.layout, exchange.weights, variables);
      return { kind: "done" };
    } catch (error) {
      return { kind: "failed", error: cloneable(error) };
    } finally {
      busy.leave();
    }
  };
  port.on("message", async (request: WorkerRequest) => {
    if (request.kind === "stop") process.exit();
    port.postMessage(await answer(request));
  });
  port.postMessage({ kind: "ready", report } satisfies WorkerReply);
}

async function step(
  replica: Replica,
  exchange: GradientExchange,
  { layout, optimizer }: WorkerSetup,
  request: Extract<WorkerRequest, { kind: "step" }>,
): Promise<void> {
  let lossSum = 0;
  let tokens = 0;
  if (request.shards.length === 0) exchange.ownGradients.fill(0);
  for (const [index, { shard, seed }] of request.shards.entries()) {
    const result = await replica.lossAndGradients(shard, { step: request.step, seed });
    lossSum += result.lossSum;
    tokens += result.tokens;
    const collect = index === 0 ? copyValues : addValues;
    collectGradients(layout, result.gradients, exchange.ownGradients, collect);
  }
  exchange.finishStep(lossSum, tokens, optimizer, request);
}

function evaluate(
  replica: Replica,
  { request, step }: Extract<WorkerRequest, { kind: "evaluate" }>,
): unknown {
  if (!replica.evaluate) throw new TypeError("the replica has no method evaluate");
  return replica.evaluate(request, { step });
}

/** Hands each gradient (0 for a missing one) and its part of the sums to `collect`; disposes the gradients. */
function collectGradients(
  { spans }: ParameterLayout,
  gradients: ReadonlyMap<string, tf.Tensor>,
  sums: Float32Array,
  collect: (values: Float32Array, sums: Float32Array) => void,
): void {
  for (const { name, offset, length } of spans) {
    const gradient = gradients.get(name);
    if (gradient && gradient.size !== length) {
      throw new RangeError(
        `the gradient of ${name} must have ${length} values, got ${gradient.size}`,
      );
    }
    const values = gradient ? floatView(wasmBackend(), gradient) : new Float32Array(length);
    collect(values, sums.subarray(offset, offset + length));
  }
  for (const gradient of gradients.values()) gradient.dispose();
}

function copyValues(values: Float32Array, sums: Float32Array): void {
  sums.set(values);
}

function addValues(values: Float32Array, sums: Float32Array): void {
  for (let i = 0; i < values.length; i++) sums[i] += values[i];
}

function createVariables(
  { spans }: ParameterLayout,
  weights: Float32Array,
): ReadonlyMap<string, tf.Variable> {
  return new Map(
    spans.map(({ name, shape, offset, length }) => {
      const initial = tf.tensor(weights.slice(offset, offset + length), [...shape], "float32");
      const variable = tf.variable(initial, true, name);
      initial.dispose();
      return [name, variable];
    }),
  );
}

function loadWeights(
  { spans }: ParameterLayout,
  weights: Float32Array,
  variables: ReadonlyMap<string, tf.Variable>,
): void {
  for (const { name, offset, length } of spans) {
    const variable = variables.get(name);
    if (variable) floatView(wasmBackend(), variable).set(weights.subarray(offset, offset + length));
  }
}

function wasmBackend(): BackendWasm {
  const backend = tf.backend();
  if (backend instanceof BackendWasm) return backend;
  throw new TypeError(`the replica must leave the tfjs backend at wasm, got ${tf.getBackend()}`);
}

/** The error without whatever it carries that cannot cross to another thread. */
function cloneable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const copy = new Error(error.message);
  copy.name = error.name;
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

if (parentPort) {
  const port = parentPort;
  const setup: WorkerSetup = workerData;
  const busy = new BusyCount(setup.memory.busy);
  busy.enter();
  serve(port, setup, busy)
    .catch((error: unknown) => {
      port.postMessage({ kind: "failed", error: cloneable(error) } satisfies WorkerReply);
    })
    .finally(() => busy.leave());
}
