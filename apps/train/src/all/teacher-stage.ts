import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { distill } from "../distill/command.ts";
import { exportRun } from "../export/command.ts";
import { packedFiles } from "../export/packed-files.ts";
import { type FitCommandOptions, startFit } from "../fit/command.ts";
import { defaultConfig, type FitConfig } from "../fit/fit-config.ts";
import { overlay } from "../fit/overlay.ts";
import { fileExists, runFolder } from "../fit/run-folder.ts";

/** A teacher at work: its run, its packed model, and the text with its translations, each in a folder of its own. */
export interface TeacherFolders {
  readonly run: string;
  readonly model: string;
  readonly text: string;
}

/** Names of the teacher's folders in `folder`. */
export function teacherFolders(folder: string): TeacherFolders {
  return {
    run: join(folder, "teacher-run"),
    model: join(folder, "teacher"),
    text: join(folder, "distilled"),
  };
}

/** Trains a teacher, packs it and lets it translate the training text, each once: the same call goes on where one before it
 *  stopped. The teacher has the settings of the model that it will teach, but in float and with what the file `config` says.
 *  @returns whether all is done; no: a signal or the end of the time given stopped it
 *  @throws UsageError naming the setting that is unknown or of the wrong kind */
export async function prepareTeacher(
  options: FitCommandOptions,
  folders: TeacherFolders,
  config: string,
): Promise<boolean> {
  if (await fileExists(join(folders.text, "provenance.json"))) return true;
  const run = { ...options, variant: "float", out: folders.run, resume: true };
  const { stopped } = await startFit(run, { over: config, orNew: true });
  if (stopped !== undefined) return false;
  const packed = packedFiles(folders.model);
  if (!(await fileExists(packed.model))) {
    const report = await exportRun({
      run: folders.run,
      out: folders.model,
      name: "en-de",
      lengthPenalty: "auto",
    });
    process.stderr.write(report);
  }
  return distill({
    data: options.data ?? "",
    out: folders.text,
    ...packed,
    beamSize: 4,
    workers: options.workers ?? availableParallelism(),
  });
}

/** What holds for a model that has a teacher unless it is told otherwise: it starts from the teacher's weights, is binarized
 *  from the first step on, and learns the teacher's translations with its distribution as labels. */
export function studentDefaults({ run }: TeacherFolders): FitConfig {
  const weights = resolve(runFolder(run).best);
  const changes = {
    references: "last",
    initialWeights: weights,
    teacher: { weights },
    binarizeAt: 0,
    schedule: { restartShare: 1 },
  };
  return overlay(defaultConfig, changes, { where: "a model with a teacher" });
}
