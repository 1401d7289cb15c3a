#!/usr/bin/env node
/** The command line: `pipenb run|export|build|verify|push|kernel|convert|check|new|doctor`. */
import module from "node:module";

// Compiled code is kept between runs; only what is loaded from here on is. SAFETY: absent on Node 20.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
await import("./main.ts");
