// A process that times the arms of its own revision; it is told which, and when, on standard input.
import type { Arm } from "../arm.ts";
import type { OpenCase } from "../operator.ts";
import { type Served, serveLines } from "../process/serve-lines.ts";
import { reasonOf } from "../reason-of.ts";
import { planKernels } from "../run-kernels.ts";
import { type Elapsed, startStopwatch, workOf } from "../stopwatch.ts";
import type { ArmAnswers, ArmCommand, ArmName, OpenArms } from "./arm-commands.ts";
import { runReference } from "./reference-kernel.ts";

async function open({
  filter,
  isQuick,
  plantedSlowdown = 0,
}: OpenArms): Promise<Served<ArmCommand>> {
  const plans = planKernels({ filter, isQuick, threadCounts: [1] }, "node");
  const arms = plans.flatMap(({ case: { op, shape }, entries }) =>
    entries
      .filter(({ contender: { isPeer, name } }) => !isPeer && !name.includes("webgpu"))
      .map(({ contender }): ArmName => ({ op, shape, arm: contender.name })),
  );
  const opened: ArmAnswers["opened"] = { arms };
  let current: Arm | undefined;
  /** Operands are made, and what is expected computed, once for the arms of a shape. */
  let lastCase: { readonly key: string; readonly open: OpenCase } | undefined;

  async function start(name: ArmName): Promise<ArmAnswers["start"]> {
    await current?.dispose();
    current = undefined;
    const plan = plans.find(({ case: of }) => of.op === name.op && of.shape === name.shape);
    const entry = plan?.entries.find(({ contender }) => contender.name === name.arm);
    if (plan === undefined || entry === undefined) return { reason: "there is no such arm" };
    const key = `${name.op} ${name.shape}`;
    if (lastCase?.key !== key) lastCase = { key, open: plan.case.open() };
    try {
      current = await lastCase.open.prepare(entry.contender, 1);
    } catch (error) {
      return { reason: reasonOf(error) };
    }
    await current.run();
    await lastCase.open.check(current);
    return {};
  }

  let owed = 0;
  async function runArm(runs: number): Promise<void> {
    if (current === undefined) throw new Error("no arm was started");
    owed += runs * plantedSlowdown;
    const more = Math.floor(owed);
    owed -= more;
    const arm = current;
    if (arm.isAsynchronous) for (let i = 0; i < runs + more; i++) await arm.run();
    else for (let i = 0; i < runs + more; i++) arm.run();
  }

  async function obey(command: ArmCommand): Promise<ArmAnswers[ArmCommand["kind"]]> {
    if (command.kind === "start") return start(command.arm);
    const { stretches, runs, referenceRuns } = command;
    return {
      arm: await fastest(stretches, () => runArm(runs)),
      reference: await fastest(stretches, () => runReferences(referenceRuns)),
    };
  }

  return { opened, obey };
}

async function runReferences(runs: number): Promise<void> {
  for (let i = 0; i < runs; i++) runReference();
}

async function fastest(stretches: number, run: () => Promise<void>): Promise<Elapsed> {
  let least: Elapsed | undefined;
  for (let i = 0; i < stretches; i++) {
    const stop = startStopwatch();
    await run();
    const elapsed = stop();
    if (least === undefined || workOf(elapsed) < workOf(least)) least = elapsed;
  }
  if (least === undefined) throw new RangeError("stretches must be at least 1, got 0");
  return least;
}

await serveLines(open);
