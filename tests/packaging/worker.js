import { products } from "./products.js";

const stream = (url) => WebAssembly.compileStreaming(fetch(url));

products(stream).then((answer) => self.postMessage(answer));
