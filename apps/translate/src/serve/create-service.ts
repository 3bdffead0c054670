import cors from "@fastify/cors";
import formbody from "@fastify/formbody";
import swagger from "@fastify/swagger";
import Fastify, {
  type FastifyInstance,
  type FastifySchemaValidationError,
  LogController,
} from "fastify";
import { addApertium } from "./apertium.ts";
import { addHealth } from "./health.ts";
import { addLibreTranslate } from "./libretranslate.ts";
import { RequestError } from "./request-error.ts";
import { sendError } from "./send-error.ts";
import { addMetrics } from "./service-metrics.ts";
import type { ServiceOptions } from "./service-options.ts";

/** The service, not listening yet. No line of its log has text of a request, which its address may hold, too. */
export async function createService(options: ServiceOptions): Promise<FastifyInstance> {
  const { limits, origins, log, translator, version } = options;
  const service = Fastify({
    logger: { level: log.level, base: null, stream: { write: log.write } },
    // Fastify's own lines hold the address.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: 1000 * limits.seconds,
    // A list of one text stays a list.
    ajv: { customOptions: { coerceTypes: true } },
    schemaErrorFormatter: ([fault], part) => new Error(complaintOf(fault, part)),
    // Requests of one connection that come while it closes are answered, too.
    return503OnClosing: true,
  });
  service.setErrorHandler((error, request, reply) =>
    sendError({ error, request, reply }, ({ message }) => ({ error: message })),
  );
  service.setNotFoundHandler(() => {
    throw new RequestError(404, "There is nothing at this address");
  });
  service.addHook("onResponse", async ({ method, routeOptions, log: requestLog }, reply) => {
    const { statusCode, elapsedTime } = reply;
    const milliseconds = Math.round(elapsedTime);
    requestLog.info({ method, route: routeOptions.url, statusCode, milliseconds }, "answered");
  });
  if (origins.length > 0) {
    const origin = origins.includes("*") ? "*" : [...origins];
    await service.register(cors, { origin });
  }
  await service.register(formbody);
  await service.register(swagger, {
    openapi: {
      info: {
        title: "Translation, English to German",
        description: "The interfaces of LibreTranslate and of Apertium APy.",
        version,
      },
    },
  });
  addMetrics(service, translator);
  addHealth(service, translator);
  addLibreTranslate(service, options);
  addApertium(service, options);
  for (const address of ["/openapi.json", "/spec"])
    service.get(address, { schema: { hide: true } }, async () => service.swagger());
  return service;
}

/** What does not agree with a schema, without the value that does not. */
function complaintOf(fault: FastifySchemaValidationError, part: string): string {
  const { keyword, params, instancePath, message } = fault;
  if (keyword === "required") return `${String(params.missingProperty)} is missing`;
  return `${part}${instancePath.replaceAll("/", ".")} ${message ?? "is not valid"}`;
}
