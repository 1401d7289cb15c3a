/**
 * `npm run demo`: the whole way once. A notebook is run for a day, exported, built and run again as an image, and both
 * runs must have written the same bytes. Without a container engine the same is done with a local process.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectEngine } from "../containers/engine/connect.ts";
import type { Engine } from "../containers/engine/engine.ts";
import { compareFolders } from "./compare-folders.ts";
import { runImage } from "../app/image/run-image.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const notebook = "samples/seattle-weather.pipenb";
const day = "2012-02-05";
const image = "pipenb-demo/seattle-weather:latest";
/** Below the notebook's folder, which the kernel's container sees. */
const output = "data/output/demo";

/** Aborted by Ctrl-C: what runs is ended, and everything is tidied up. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    stop.abort();
  });

const say = (text = ""): void => {
  process.stdout.write(`${text}\n`);
};

/** Does one step of the demo and tells how long it took. */
async function step(title: string, work: () => Promise<void>): Promise<void> {
  if (stop.signal.aborted) throw new Error("The demo was stopped.");
  say(`\n=== ${title}`);
  const started = performance.now();
  await work();
  say(`=== took ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Runs a program of this checkout under the Node that runs the demo. */
async function run(shown: string, command: string, args: readonly string[], cwd = root): Promise<void> {
  say(`$ ${shown}`);
  const child = spawn(command, args, { cwd, stdio: "inherit" });
  stop.signal.addEventListener("abort", () => child.kill("SIGTERM"));
  const ended: unknown[] = await once(child, "exit");
  if (ended[0] !== 0)
    throw new Error(`The demo stops: "${shown}" ended with ${String(ended[0] ?? ended[1])}.`);
}

const pipenb = (...args: string[]): Promise<void> =>
  run(["npx pipenb", ...args].join(" "), process.execPath, ["dist/cli/pipenb.js", ...args]);

/** Runs the built image and shows what it prints. */
async function dockerRun(engine: Engine, results: string): Promise<void> {
  say(`$ docker run --rm --volume ${results}:/app/work/data/output ${image} ${day} --output ${output}`);
  // The image's own user must be able to write where root is at the keyboard.
  if (process.getuid?.() === 0) await chmod(results, 0o777);
  const code = await runImage(engine, {
    image,
    args: [day, "--output", output],
    mounts: [{ kind: "bind", source: results, target: "/app/work/data/output", readOnly: false }],
    onOutput: (stream, chunk) => {
      process[stream].write(chunk);
    },
    signal: stop.signal,
  });
  if (code !== 0) throw new Error(`The demo stops: the image ended with ${code}.`);
}

async function inContainers(engine: Engine, work: string): Promise<string> {
  const results = join(work, "results");
  await mkdir(results);
  await step("1. Run the notebook's cells inside its container", () =>
    pipenb("run", notebook, day, "--runtime", "container", "--output", output),
  );
  await step("2. Export it: the pipeline as files", () =>
    pipenb("export", notebook, "--out", join(work, "export")),
  );
  await step("3. Build its image", () => pipenb("build", notebook, "--tag", image));
  await step(`4. Run the image for ${day}`, () => dockerRun(engine, results));
  return join(results, "demo");
}

async function inProcesses(work: string): Promise<string> {
  say(
    "\nNo container engine answers, so this is the same on the embedded local runtime: the cells run in a process of",
  );
  say(
    "this machine, and instead of an image the exported script is run by Node. `npx pipenb doctor` says what is missing.",
  );
  const folder = join(work, "export");
  await step("1. Run the notebook's cells in a local kernel", () =>
    pipenb("run", notebook, day, "--runtime", "local", "--output", output),
  );
  await step("2. Export it: the pipeline as files", () => pipenb("export", notebook, "--out", folder));
  await step("3. Install its npm packages, exactly as locked", () =>
    run("npm ci", "npm", ["ci", "--no-audit", "--no-fund"], folder),
  );
  await step(`4. Run the exported script for ${day}`, () =>
    run(`node pipeline.ts ${day}`, process.execPath, ["pipeline.ts", day, "--output", output], folder),
  );
  return join(folder, output);
}

async function compare(left: string, right: string): Promise<void> {
  const { same, different } = await compareFolders(left, right);
  for (const file of same) {
    say(`\n${file}`);
    say((await readFile(join(left, file), "utf8")).trimEnd().replaceAll(/^/gm, "  | "));
  }
  if (different.length > 0 || same.length === 0)
    throw new Error(`The results differ:\n${different.join("\n") || "nothing was written"}`);
  say(`\nThe notebook and the exported pipeline wrote the same ${same.length} files, byte for byte.`);
}

async function demo(): Promise<void> {
  const started = performance.now();
  const work = await mkdtemp(join(tmpdir(), "pipenb-demo-"));
  const ofNotebook = join(root, "samples", output);
  try {
    say(`pipenb's demo: the weather of Seattle on ${day}, from a notebook to an image.`);
    const base = process.env["PIPENB_BASE_IMAGE"] ?? "";
    if (base !== "") say(`On this machine the image ${base} stands for node:24-bookworm-slim.`);
    const connection = await connectEngine();
    const ofPipeline =
      connection.kind === "engine" ? await inContainers(connection.engine, work) : await inProcesses(work);
    await step("5. Compare both results", () => compare(ofNotebook, ofPipeline));
    say(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    if (connection.kind === "engine") {
      say(`The image ${image} is yours: docker run --rm ${image} --help   (docker rmi ${image} removes it)`);
      say("Kept for the next run of the notebook: its environment image, and the kernel's volume.");
    }
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(ofNotebook, { recursive: true, force: true });
  }
}

try {
  await demo();
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
}
