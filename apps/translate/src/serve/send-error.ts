import type { FastifyReply, FastifyRequest } from "fastify";
import { type RequestError, requestErrorOf } from "./request-error.ts";

interface Failure {
  readonly error: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers an error in the form of an interface. What is wrong with the service itself is logged. */
export function sendError(
  { error, request, reply }: Failure,
  bodyOf: (error: RequestError) => object,
): void {
  const answer = requestErrorOf(error);
  if (answer.statusCode === 500) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    request.log.error({ reason }, "a request failed");
  }
  if (answer.retryAfter !== undefined) void reply.header("retry-after", String(answer.retryAfter));
  void reply.code(answer.statusCode).send(bodyOf(answer));
}
