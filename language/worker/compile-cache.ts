/**
 * The compiler is much code to compile: what becomes of it is kept on disk from the first window on, where Node can do that
 * (22 and later). To be imported before the compiler is.
 */
import module from "node:module";
import { workerData } from "node:worker_threads";
import type { WorkerSettings } from "./messages.ts";

/** By then what a notebook needs has been compiled. */
const settledMilliseconds = 5_000;

// SAFETY: Node 20 has neither.
const { enableCompileCache, flushCompileCache } = module as Partial<typeof module>;
// SAFETY: the extension's end of this thread gives it.
const { cacheFolder } = workerData as WorkerSettings;

enableCompileCache?.(cacheFolder);
// The thread is ended rather than left to end, which would keep nothing.
setTimeout(() => flushCompileCache?.(), settledMilliseconds).unref();
