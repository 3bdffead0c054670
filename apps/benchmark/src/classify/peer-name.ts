/** Who runs the network in float32. */
export type PeerName = "tfjs-wasm" | "onnxruntime-web-float" | "onnxruntime-node-float";

/** The peers, and whether they can spread over cores. */
export const classifierPeers: Readonly<Record<PeerName, { readonly threads: "one" | "any" }>> = {
  "tfjs-wasm": { threads: "one" },
  "onnxruntime-web-float": { threads: "any" },
  "onnxruntime-node-float": { threads: "any" },
};

/** All of them. */
export const peerNames: readonly PeerName[] = [
  "tfjs-wasm",
  "onnxruntime-web-float",
  "onnxruntime-node-float",
];
