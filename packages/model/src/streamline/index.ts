/**
 * Exact rewrites of a model into fewer nodes and more whole numbers.
 *
 * @module @bnnkit/model/streamline
 */

export { streamline, streamlineGraph } from "./streamline.ts";
