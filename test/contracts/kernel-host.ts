/** What every host must do; run for the local and for the container host. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { textOf } from "../../app/failures/describe-failure.ts";
import { HostError } from "../../containers/hosts/host-error.ts";
import type { KernelHost, RunningKernel, StartOptions } from "../../containers/hosts/kernel-host.ts";
import { FrontMatterSchema } from "../../notebook/front-matter.ts";
import { connectKernel } from "../../protocol/client.ts";
import { ProtocolError } from "../../protocol/message.ts";
import { ranOf } from "../support/kernel-process.ts";
import type { Ran } from "../support/kernel-process.ts";
import { execute } from "../support/execution.ts";

/** A host, and what a test must know of its inside. */
export interface HostUnderTest {
  readonly host: KernelHost;
  /** The same host on a kernel folder whose kernel ends at once. */
  readonly broken: KernelHost;
  /** Environment for another process of ours that uses the same host. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the kernel's supervisor with SIGKILL. */
  killHard(kernel: RunningKernel): Promise<void>;
  /** What there is of kernels of the notebook in this folder: containers, networks, processes, files. */
  leftovers(folder: string): Promise<readonly string[]>;
}

/** A notebook's folder for one test. */
export interface TestFolder {
  readonly folder: string;
  readonly options: (frontMatter?: object, more?: Partial<StartOptions>) => StartOptions;
}

/** Makes a folder as a user has it, owned by `owner` where we may give it away; `remove` takes it away again. */
export function testFolder(
  owner = process.getuid?.() === 0 ? 4321 : undefined,
): TestFolder & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-host-"));
  if (owner !== undefined) chownSync(folder, owner, owner);
  return {
    folder,
    options: (frontMatter = {}, more = {}) => ({
      notebookPath: join(folder, "daily.pipenb"),
      frontMatter: FrontMatterSchema.parse({ pipenb: 1, ...frontMatter }),
      ...more,
    }),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one cell on a connection of its own. */
export async function runOn(kernel: RunningKernel, code: string): Promise<Ran> {
  const client = await connectKernel(kernel);
  try {
    return await ranOf(client, code);
  } finally {
    client.close();
  }
}

const ownerProgram = new URL("../fixtures/hosts/start-and-wait.ts", import.meta.url).pathname;

/** Waits for something that comes by itself. */
async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error("It did not come.");
}

/** The suite. */
export function kernelHostContract(current: () => HostUnderTest): void {
  let place: ReturnType<typeof testFolder>;
  const start = (frontMatter?: object, more?: Partial<StartOptions>) =>
    current().host.start(place.options(frontMatter, more));
  const assertNothingLeft = async (): Promise<void> => {
    // A runtime whose supervisor was killed needs a moment to notice.
    for (let tries = 0; tries < 40 && (await current().leftovers(place.folder)).length > 0; tries += 1)
      await sleep(50);
    assert.deepEqual(await current().leftovers(place.folder), []);
  };
  const withCode =
    (code: HostError["code"], message = /./) =>
    (error: unknown) => {
      assert.ok(error instanceof HostError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(textOf(error), message);
      return true;
    };

  beforeEach(() => {
    place = testFolder();
  });
  afterEach(async () => {
    for (const kernel of await current().host.list())
      if (kernel.notebookPath.startsWith(place.folder)) await current().host.stop(kernel.id);
    place.remove();
  });

  it("runs cells in the notebook's folder", async () => {
    writeFileSync(join(place.folder, "numbers.ts"), "export const answer: number = 42;");
    const kernel = await start();
    const ran = await runOn(kernel, `import { answer } from "./numbers.ts"; answer`);
    assert.equal(ran.result, "42", ran.trace);
    await kernel.stop();
    await assertNothingLeft();
  });

  it("gives cells the environment of the front matter, and not the kernel's token", async () => {
    const kernel = await start({ environment: { GREETING: "hi there" } });
    const ran = await runOn(
      kernel,
      `JSON.stringify([process.env.GREETING, process.env.PIPENB_KERNEL ?? "none"])`,
    );
    assert.equal(ran.result, `'["hi there","none"]'`, ran.trace);
    await kernel.stop();
  });

  it("lets nobody in without the token", async () => {
    const kernel = await start();
    await assert.rejects(connectKernel({ url: kernel.url, token: "x".repeat(48) }), ProtocolError);
    await kernel.stop();
  });

  it("leaves files that belong to the user", async () => {
    mkdirSync(join(place.folder, "out"));
    const { uid } = statSync(place.folder);
    chownSync(join(place.folder, "out"), uid, uid);
    const kernel = await start();
    const ran = await runOn(
      kernel,
      `import { writeFileSync } from "node:fs"; writeFileSync("out/result.txt", "done"); process.getuid()`,
    );
    await kernel.files?.sync();
    assert.equal(readFileSync(join(place.folder, "out", "result.txt"), "utf8"), "done", ran.trace);
    assert.equal(String(statSync(join(place.folder, "out", "result.txt")).uid), ran.result);
    if (kernel.host === "container") assert.equal(ran.result, String(uid));
    await kernel.stop();
  });

  it("tells how the start goes", async () => {
    const phases: string[] = [];
    const kernel = await start(
      {},
      { onEvent: (event) => event.type === "phase" && phases.push(event.phase) },
    );
    assert.deepEqual(phases.slice(-2), ["starting", "ready"]);
    assert.ok(kernel.startedInMilliseconds > 0);
    await kernel.stop();
  });

  it("stops a kernel once, however often it is asked to", async () => {
    const kernel = await start();
    await Promise.all([kernel.stop(), kernel.stop()]);
    await kernel.stop();
    const { reason, exitCode } = await kernel.exited;
    assert.deepEqual({ reason, exitCode }, { reason: "stopped", exitCode: 0 });
    await assertNothingLeft();
  });

  it("stops a kernel in an endless loop with the programs it started", async () => {
    const kernel = await start();
    const client = await connectKernel(kernel);
    const running = execute(
      client,
      `
      import { spawn } from "node:child_process";
      spawn("sleep", ["600"], { stdio: "ignore" });
      console.log("looping");
      while (true) {}`,
    );
    for await (const event of running) if (event.type === "stream") break;
    await kernel.stop();
    await assertNothingLeft();
    client.close();
  });

  it("reports a kernel that a client has shut down", async () => {
    const kernel = await start();
    const client = await connectKernel(kernel);
    await client.shutdown(false);
    assert.equal((await kernel.exited).reason, "stopped");
    await assertNothingLeft();
    await kernel.stop();
  });

  it("reports a kernel that was killed", async () => {
    const kernel = await start();
    const client = await connectKernel(kernel);
    await current().killHard(kernel);
    assert.equal((await kernel.exited).reason, "exited");
    await client.ended;
    await assertNothingLeft();
    await kernel.stop();
  });

  it("reports a kernel whose lease ran out", async () => {
    const kernel = await start({}, { leaseSeconds: 0.5 });
    const { reason, exitCode } = await kernel.exited;
    assert.deepEqual({ reason, exitCode }, { reason: "lease", exitCode: 3 });
    await assertNothingLeft();
  });

  it("quotes a kernel that ends before it is ready", async () => {
    await assert.rejects(
      current().broken.start(place.options()),
      withCode("start-failed", /the moon is in the wrong phase/),
    );
    await assertNothingLeft();
  });

  it("starts nothing when it is cancelled beforehand", async () => {
    await assert.rejects(start({}, { signal: AbortSignal.abort() }), withCode("aborted"));
    await assertNothingLeft();
  });

  for (const milliseconds of [1, 30, 60, 100, 150, 200]) {
    it(`leaves nothing when it is cancelled ${milliseconds} ms into the start`, async () => {
      const outcome = await start({}, { signal: AbortSignal.timeout(milliseconds) }).catch(
        (error: unknown) => error,
      );
      // A fast machine may be ready by then.
      if (outcome instanceof Error) withCode("aborted")(outcome);
      // SAFETY: what is no error is the kernel.
      else await (outcome as RunningKernel).stop();
      await assertNothingLeft();
    });
  }

  it("leaves nothing when it is cancelled while it waits for the kernel", async () => {
    const cancel = new AbortController();
    const onEvent: StartOptions["onEvent"] = (event) => {
      if (event.type === "phase" && event.phase === "starting")
        setTimeout(() => {
          cancel.abort();
        }, 20);
    };
    await assert.rejects(start({}, { signal: cancel.signal, onEvent }), withCode("aborted"));
    await assertNothingLeft();
  });

  it("runs several kernels of one notebook side by side", async () => {
    const kernels = await Promise.all([start(), start()]);
    const [one, two] = kernels;
    await runOn(one, "globalThis.mine = 1");
    assert.equal((await runOn(two, "typeof mine")).result, "'undefined'");
    await Promise.all(kernels.map((kernel) => kernel.stop()));
    await assertNothingLeft();
  });

  it("lists kernels and stops them by their id", async () => {
    const kernel = await start();
    const found = (await current().host.list()).find(({ id }) => id === kernel.id);
    assert.deepEqual(
      { ...found, started: 0 },
      {
        id: kernel.id,
        host: kernel.host,
        notebookPath: join(place.folder, "daily.pipenb"),
        image: kernel.image,
        started: 0,
        state: "running",
      },
    );
    assert.deepEqual(
      await current()
        .host.prune()
        .then((removed) => removed.filter((text) => text.includes(kernel.id))),
      [],
    );
    assert.equal(await current().host.stop(kernel.id), true);
    assert.equal((await kernel.exited).reason, "stopped");
    assert.equal(await current().host.stop(kernel.id), false);
    await assertNothingLeft();
  });

  it("knows no kernel of an id that was never given", async () => {
    assert.equal(await current().host.stop(randomBytes(5).toString("hex")), false);
  });

  it("ends a kernel whose owner was killed, and removes what is left of it", async () => {
    const { host, env } = current();
    const owner = spawn(process.execPath, [ownerProgram, host.kind, place.folder], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const gone = new Promise((resolve) => owner.once("close", resolve));
    const said = new Promise((resolve) => owner.stdout.once("data", resolve));
    assert.equal(await Promise.race([said.then(() => "started"), gone.then(() => "gone")]), "started");
    owner.kill("SIGKILL");
    await gone;
    const own = async () =>
      (await host.list()).find(({ notebookPath }) => notebookPath.startsWith(place.folder));
    // Any other kernel that ends meanwhile on this machine removes it, too.
    await eventually(async () => ((await own())?.state === "running" ? undefined : true));
    await host.prune();
    await assertNothingLeft();
  });
}
