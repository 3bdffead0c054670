import { createKernels } from "@bnnkit/runtime";
import { serveRequests } from "../engine/serve-requests.ts";

serveRequests(({ isa, threads, threadUrl }) =>
  createKernels({
    threads,
    ...(isa !== undefined && { isa }),
    ...(threadUrl !== undefined && { workerUrl: threadUrl }),
  }),
);
