export { streamline } from "./streamline.ts";
