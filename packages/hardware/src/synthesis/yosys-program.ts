/** What a worker runs, in Node or a browser: one call of Yosys. A worker alone can be ended while its mapper searches. */
export const yosysProgram = `
const parent = globalThis.process?.getBuiltinModule?.("node:worker_threads")?.parentPort;
const send = (message) => (parent ?? globalThis).postMessage(message);
const run = async ({ url, args, files }) => {
  let log = "";
  const decoder = new TextDecoder();
  const collect = (bytes) => {
    if (bytes !== null) log += decoder.decode(bytes, { stream: true });
  };
  try {
    const { runYosys, version } = await import(url);
    const made = await runYosys(args, files, { stdout: null, stderr: collect, decodeASCII: true });
    send({ version, files: made, log });
  } catch (error) {
    send({ error: String(error?.message ?? error), log: log.slice(-4000) });
  }
};
if (parent !== undefined && parent !== null) parent.on("message", run);
else globalThis.onmessage = ({ data }) => run(data);
`;
