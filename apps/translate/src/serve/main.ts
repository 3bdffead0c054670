import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { FastifyInstance } from "fastify";
import { exitCode, UsageError } from "../exit-code.ts";
import { readModelFiles } from "../load-model.ts";
import { ownVersion } from "../own-version.ts";
import { TranslationPool } from "../pool/translation-pool.ts";
import type { Surroundings } from "../program.ts";
import { reasonOf } from "../reason-of.ts";
import { ApiKeys, keysVariable } from "./api-keys.ts";
import { createService } from "./create-service.ts";
import { createServeCommand, type ServeOptions } from "./serve-command.ts";

/** Its command line, which runs nothing. */
export const describe = (): Command => createServeCommand(() => Promise.resolve());

/** Runs the service until a signal ends it.
 *  @param args  what follows `serve`.
 *  @returns  the exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  await createServeCommand((options) => serve(options, surroundings))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.output(text),
      writeErr: surroundings.error,
    })
    .parseAsync(args, { from: "user" });
  return exitCode.success;
}

async function serve(options: ServeOptions, { signal, error }: Surroundings): Promise<void> {
  const { isa, threads, queue, beam, cors, host } = options;
  const keys = await ApiKeys.read(options.apiKeys, process.env[keysVariable], signal);
  const files = await readModelFiles(options, signal);
  const pool = await TranslationPool.open({
    files,
    isa,
    workers: threads === "all" ? Math.min(64, availableParallelism()) : threads,
    queueCharacters: queue,
  });
  try {
    signal.throwIfAborted();
    const service = await createService({
      translator: pool,
      beamSize: beam,
      limits: {
        bodyBytes: options.bodyBytes,
        characters: options.characters,
        texts: options.texts,
        alternatives: options.alternatives,
        seconds: options.timeout,
      },
      keys,
      origins: cors,
      version: ownVersion(),
      log: { level: options.logLevel, write: error },
    });
    if (!keys.areNeeded && !/^(127\.|::1$|localhost$)/.test(host))
      service.log.warn(`${host} can be reached by others, and no key is needed`);
    await listen(service, options);
    await aborted(signal);
    service.log.info("stopping: what was accepted is answered first");
    await service.close();
  } finally {
    await pool.close();
  }
}

async function listen(service: FastifyInstance, { host, port }: ServeOptions): Promise<void> {
  try {
    await service.listen({ host, port });
  } catch (error) {
    await service.close();
    throw new UsageError(`--host ${host} --port ${port}: ${reasonOf(error)}`);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
