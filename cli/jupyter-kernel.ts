#!/usr/bin/env node
/**
 * What a kernelspec starts: `jupyter-kernel.js [NOTEBOOK] --connection-file FILE [--runtime WHERE]`. `pipenb kernel start` does the same;
 * this file is here because a client waits for it, and loads no command line.
 */
import module from "node:module";

// SAFETY: absent on Node 20.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const { runJupyterKernel } = await import("./jupyter/run-jupyter-kernel.ts");
// A kernel that has ended is not held back by what a library left open.
process.exit(await runJupyterKernel(process.argv.slice(2), process.env));
