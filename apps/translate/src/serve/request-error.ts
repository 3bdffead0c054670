import { OverloadedError, WorkerDiedError } from "../pool/pool-errors.ts";

/** What is answered instead of a translation. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  /** Status of HTTP. */
  readonly statusCode: number;
  /** Seconds after which to try again. */
  readonly retryAfter: number | undefined;

  constructor(statusCode: number, message: string, retryAfter?: number) {
    super(message);
    this.statusCode = statusCode;
    this.retryAfter = retryAfter;
  }
}

/** The answer that an error of the pool, of Fastify or of ours becomes. No message holds text of a request. */
export function requestErrorOf(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof OverloadedError)
    return new RequestError(503, "Too much is waiting to be translated", error.retryAfter);
  if (error instanceof WorkerDiedError)
    return new RequestError(500, "The thread that translated this has ended");
  const { code, statusCode, validation } = fastifyErrorOf(error);
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return new RequestError(413, "The body is too large");
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    return new RequestError(415, "The body must be JSON or an encoded form");
  if (validation !== undefined) return new RequestError(400, validation);
  if (statusCode >= 400 && statusCode < 500)
    return new RequestError(statusCode, "The body cannot be read: it is not what its type says");
  return new RequestError(500, "Internal error");
}

interface FastifyFault {
  readonly code: string | undefined;
  readonly statusCode: number;
  /** What does not agree with the schema. */
  readonly validation: string | undefined;
}

function fastifyErrorOf(error: unknown): FastifyFault {
  const none = { code: undefined, statusCode: 500, validation: undefined };
  if (!(error instanceof Error)) return none;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const statusCode =
    "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  return { code, statusCode, validation: "validation" in error ? error.message : undefined };
}
