import type { FastifyInstance } from "fastify";
import { afterAll } from "vitest";
import { ApiKeys } from "../../src/serve/api-keys.ts";
import { createService } from "../../src/serve/create-service.ts";
import { defaultLimits, type ServiceOptions } from "../../src/serve/service-options.ts";
import { stubTranslator } from "./stub-translator.ts";

/** A service with a translator that is none. */
export interface OpenService {
  readonly service: FastifyInstance;
  /** What it has logged. */
  readonly log: () => string;
  /** Posts JSON. */
  post(url: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Read as JSON, if it is. */
  readonly body: unknown;
}

const open: FastifyInstance[] = [];
afterAll(async () => {
  for (const service of open.splice(0)) await service.close();
});

/** Opens a service that the end of the file's tests closes. */
export async function openService(options: Partial<ServiceOptions> = {}): Promise<OpenService> {
  let log = "";
  const service = await createService({
    translator: stubTranslator(),
    beamSize: 1,
    limits: defaultLimits,
    keys: await ApiKeys.read(undefined, undefined),
    origins: [],
    version: "1.2.3",
    log: {
      level: "debug",
      write: (line) => {
        log += line;
      },
    },
    ...options,
  });
  open.push(service);
  const inject = async (request: object): Promise<Answer> => {
    const { statusCode, headers, body, json } = await service.inject(request);
    const isJson = String(headers["content-type"]).startsWith("application/json");
    return { status: statusCode, headers, body: isJson ? json() : body };
  };
  return {
    service,
    log: () => log,
    post: (url, payload, headers = {}) => inject({ method: "POST", url, payload, headers }),
    get: (url, headers = {}) => inject({ method: "GET", url, headers }),
  };
}
