/**
 * Program 1: the supervisor. It owns the socket, the queue and the journal, never runs user code, and outlives whatever user
 * code does to the runtime, its child. Start: settings from PIPENB_KERNEL, the runtime is started at once, the server
 * listens, one line of JSON on stdout says so. End: a shutdown request (exit code 0), SIGTERM or SIGINT (0), a lease that ran
 * out (3); the runtime and its children end with it.
 */
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LaunchSettings } from "../protocol/launch.ts";
import { takeLaunchText } from "../protocol/launch-variable.ts";
import { RuntimeManager } from "./session/runtime-manager.ts";

const kernelFolder = fileURLToPath(new URL(".", import.meta.url));
const launchText = takeLaunchText(process.env);
// SAFETY: written by the host that starts this program; all of it is looked at below.
const { cwd, notebook, modules, keepsCompiled = false } = JSON.parse(launchText) as LaunchSettings;
const place = { folder: cwd, notebook, ...(modules === undefined ? {} : { modules }) };
// Before the rest of this program is loaded, which takes about as long as the runtime's own start.
const runtime = new RuntimeManager(join(kernelFolder, "runtime.mjs"), place);
if (keepsCompiled) enableCompileCache();
const { supervise } = await import("./supervise.ts");
await supervise(launchText, kernelFolder, (listener) => runtime.listen(listener));
