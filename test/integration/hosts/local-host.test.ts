import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textOf } from "../../../app/failures/describe-failure.ts";
import * as z from "zod";
import { HostError } from "../../../containers/hosts/host-error.ts";
import type { KernelHost, StartEvent } from "../../../containers/hosts/kernel-host.ts";
import { fetchNode } from "../../../containers/hosts/local/ensure-node.ts";
import { createLocalHost } from "../../../containers/hosts/local-host.ts";
import { kernelHostContract, runOn, testFolder } from "../../contracts/kernel-host.ts";
import type { HostUnderTest } from "../../contracts/kernel-host.ts";
import { namesIn, processesIn } from "../../support/kernel-leftovers.ts";

const kernelFolder = "dist/kernel";

describe("the local host", function () {
  this.timeout(300_000);
  let home: string;
  let kernels: string;
  let env: NodeJS.ProcessEnv;
  let host: KernelHost;
  let under: HostUnderTest;

  before(() => {
    home = mkdtempSync(join(tmpdir(), "pipenb-home-"));
    kernels = join(home, "state", "pipenb", "kernels");
    env = { ...process.env, XDG_STATE_HOME: join(home, "state"), XDG_CACHE_HOME: join(home, "cache") };
    host = createLocalHost({ kernelFolder, env });
    under = {
      host,
      broken: createLocalHost({ kernelFolder: "test/fixtures/hosts/broken", env }),
      env,
      killHard: async (kernel) => {
        const record = readFileSync(join(kernels, kernel.id, "record.json"), "utf8");
        process.kill(z.object({ pid: z.number() }).parse(JSON.parse(record)).pid, "SIGKILL");
        await kernel.exited;
      },
      leftovers: (folder) => Promise.resolve([...processesIn(folder), ...namesIn(kernels)]),
    };
  });
  after(() => {
    rmSync(home, { recursive: true, force: true });
  });

  describe("keeps the contract:", () => {
    kernelHostContract(() => under);
  });

  describe("on its own", () => {
    let place: ReturnType<typeof testFolder>;
    beforeEach(() => {
      place = testFolder();
    });
    afterEach(() => {
      place.remove();
    });

    it("installs the notebook's packages once for all who ask at once, and imports from them", async () => {
      const options = place.options({ image: { npm: { ms: "2.1.3" } } });
      const first = await host.start(options);
      await first.stop();
      rmSync(join(home, "cache"), { recursive: true });
      const two = await Promise.all([host.start(options), host.start(options)]);
      for (const kernel of two) {
        const ran = await runOn(kernel, `import ms from "ms"; ms("2 days")`);
        assert.equal(ran.result, "172800000", ran.trace);
      }
      await Promise.all(two.map((kernel) => kernel.stop()));
      const environments = namesIn(join(home, "cache", "pipenb", "environments"));
      assert.match(environments.join(), /^[0-9a-f]{16}$/);
      const phases: string[] = [];
      const again = await host.start({
        ...options,
        onEvent: (event) => event.type === "phase" && phases.push(event.phase),
      });
      await again.stop();
      assert.deepEqual(phases, ["starting", "ready"], "an installed environment is no phase of its own");
    });

    it("leaves nothing of an installation that was cancelled", async () => {
      const cancel = new AbortController();
      const starting = host.start(
        place.options(
          { image: { npm: { ms: "2.1.2" } } },
          {
            signal: cancel.signal,
            onEvent: (event) => {
              if (event.type === "phase" && event.phase === "packages")
                setTimeout(() => {
                  cancel.abort();
                }, 50);
            },
          },
        ),
      );
      await assert.rejects(starting, (error) => error instanceof HostError && error.code === "aborted");
      const left = namesIn(join(home, "cache", "pipenb", "environments")).filter((name) =>
        name.includes("making"),
      );
      assert.deepEqual(left, []);
    });

    it("names PIPENB_NODE when that is no Node it can use", async () => {
      const wrong = createLocalHost({ kernelFolder, env: { ...env, PIPENB_NODE: "/bin/false" } });
      await assert.rejects(
        wrong.start(place.options()),
        (error) =>
          error instanceof HostError && error.code === "wrong-node" && textOf(error).includes("/bin/false"),
      );
    });

    it("fetches a Node where the machine has none, once, and says so", async function () {
      this.timeout(300_000);
      const own = mkdtempSync(join(tmpdir(), "pipenb-home-"));
      const phases: string[] = [];
      const wanted = {
        env: { ...process.env, HOME: own },
        onEvent: (event: StartEvent) => event.type === "phase" && phases.push(event.detail),
      };
      const none = { code: "no-node", needed: 24, running: "20.19.0" } as const;
      try {
        const node = await fetchNode(wanted, none);
        assert.match(execFileSync(node, ["--version"], { encoding: "utf8" }), /^v24\./);
        assert.equal(await fetchNode(wanted, none), node);
        assert.equal(phases.length, 1);
        assert.match(phases[0] ?? "", /Fetching Node 24/);
      } finally {
        rmSync(own, { recursive: true, force: true });
      }
    });

    it("says what of the front matter it cannot give", async () => {
      const said: string[] = [];
      const kernel = await host.start(
        place.options(
          { mounts: ["./in:/data/in:ro"], secrets: ["db"] },
          { onEvent: (event) => event.type === "notice" && said.push(event.text) },
        ),
      );
      await kernel.stop();
      assert.match(said.join("\n"), /no mounts, secrets of the front matter/);
    });

    it("takes a record whose process id went to another program for that of a dead kernel", async () => {
      const folder = join(kernels, "0123456789");
      mkdirSync(folder, { recursive: true });
      const record = {
        id: "0123456789",
        pid: process.pid,
        owner: 2 ** 22 + 1,
        port: 1,
        token: "x",
        notebookPath: "/a.pipenb",
        started: 1,
      };
      writeFileSync(join(folder, "record.json"), JSON.stringify(record));
      assert.equal((await host.list()).find(({ id }) => id === record.id)?.state, "dead");
      assert.equal(await host.stop(record.id), false);
      assert.deepEqual(await host.prune(), ["the files of the local kernel 0123456789 of /a.pipenb"]);
      assert.deepEqual(namesIn(kernels), []);
    });

    it("leaves a folder alone in which a kernel may be about to be ready", async () => {
      const folder = join(kernels, "9876543210");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "record.json"), "half a rec");
      assert.deepEqual(await host.list(), []);
      assert.deepEqual(await host.prune(), []);
      rmSync(folder, { recursive: true });
    });

    it("ends its kernels when its own process ends without stopping them", async () => {
      const program = new URL("../../fixtures/hosts/start-and-exit.ts", import.meta.url).pathname;
      const done = spawnSync(process.execPath, [program, place.folder], { env, encoding: "utf8" });
      assert.equal(done.status, 5, done.stderr);
      for (let tries = 0; tries < 60 && processesIn(place.folder).length > 0; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(processesIn(place.folder), []);
      assert.deepEqual(namesIn(kernels), []);
    });
  });
});
