window.workerUrl = new URL("@bnnkit/kernels/worker", import.meta.url);
