import type { FastifyInstance } from "fastify";
import type { TextTranslator } from "../pool/translation-pool.ts";

/** GET /health: 200 while a thread can translate, 503 otherwise. */
export function addHealth(service: FastifyInstance, translator: TextTranslator): void {
  service.get("/health", { schema: { tags: ["Operation"] } }, async (_, reply) => {
    if (translator.load.readyWorkers > 0) return { status: "ok" };
    void reply.code(503).header("retry-after", "1");
    return { status: "starting" };
  });
}
