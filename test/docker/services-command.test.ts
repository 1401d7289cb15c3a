/** `pipenb services` on a real database that keeps its data. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import * as z from "zod";
import type { Engine } from "../../containers/engine/engine.ts";
import { createContainerHost } from "../../containers/hosts/container-host.ts";
import type { RunningKernel } from "../../containers/hosts/kernel-host.ts";
import { testFolder } from "../contracts/kernel-host.ts";
import { runPipenb, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { inEngine } from "../support/kernel-leftovers.ts";
import {
  dropKept,
  keptOf,
  makeKeptPostgres,
  postgresService,
  writeSecret,
} from "../support/kept-postgres.ts";

const ListSchema = z.array(
  z.object({
    notebookPath: z.string(),
    service: z.string(),
    state: z.string(),
    users: z.array(z.object({ id: z.string(), kind: z.string() })),
    volumes: z.array(z.object({ path: z.string() })),
    lastUsed: z.number().optional(),
  }),
);

describe("pipenb services", function () {
  this.timeout(600_000);
  const image = `pipenb-test/kept-postgres:${randomBytes(4).toString("hex")}`;
  let engine: Engine;
  let place: ReturnType<typeof testFolder>;
  let notebook: string;
  let kernel: RunningKernel;

  const pipenb = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(args, { cwd: place.folder, env: { PIPENB_BASE_IMAGE: nodeImage() } });
  const services = (...args: readonly string[]): Promise<Ended> => pipenb("services", ...args);
  const psql = (text: string): Promise<Ended> =>
    services("shell", "daily.pipenb", "db", "--", "psql", "-U", "postgres", "-At", "-c", text);

  before(async function () {
    engine = await requireEngine(this);
    await makeKeptPostgres(engine, this, image);
    place = testFolder();
    writeSecret(place.folder);
    notebook = join(place.folder, "daily.pipenb");
    const more = postgresService(image);
    writeFileSync(
      notebook,
      `/* ---\n${stringify({ pipenb: 1, ...more })}--- */\n\n// %%\nconsole.log("ran");\n`,
    );
    const host = createContainerHost(engine, {
      kernelFolder: "dist/kernel",
      env: { ...process.env, PIPENB_BASE_IMAGE: nodeImage() },
    });
    kernel = await host.start(place.options(more));
  });
  after(async () => {
    await kernel.stop();
    await dropKept(engine, place.folder);
    assert.deepEqual(await inEngine(engine, place.folder), []);
    place.remove();
    await engine.removeImage(image);
  });

  it("list says what runs for which kernel, and what it keeps", async () => {
    const { stdout } = await services("list", "daily.pipenb");
    assert.match(
      stdout,
      new RegExp(
        `daily\\.pipenb +db .*runs for the kernel ${kernel.id.slice(0, 12)} +now +/var/lib/postgresql/data`,
      ),
    );
    const [listed] = ListSchema.parse(JSON.parse((await services("list", "--json", notebook)).stdout));
    assert.deepEqual(
      listed?.users.map(({ id, kind }) => ({ id, kind })),
      [{ id: kernel.id, kind: "kernel" }],
    );
    assert.equal(listed.notebookPath, notebook);
    assert.ok(
      (await services("list")).stdout.includes(notebook) ||
        (await services("list")).stdout.includes("daily.pipenb"),
    );
  });

  it("shell runs a command there, and passes its output and its exit code on", async () => {
    assert.equal((await psql("create table kept as select 42 as answer")).code, 0);
    assert.equal((await psql("select answer from kept")).stdout, "42\n");
    const failed = await psql("select nothing from nowhere");
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /relation "nowhere" does not exist/);
    assert.equal((await services("shell", "daily.pipenb", "db", "--", "sh", "-c", "exit 7")).code, 7);
  });

  it("reset is refused while a kernel has it, and wants an answer", async () => {
    const unasked = await services("reset", "daily.pipenb");
    assert.equal(unasked.code, 64);
    assert.match(unasked.stderr, /--yes drops them without a question/);
    const refused = await services("reset", "daily.pipenb", "db", "--yes");
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      new RegExp(
        `runs for the kernel ${kernel.id.slice(0, 12)}[^]*pipenb kernel stop ${kernel.id.slice(0, 12)}`,
      ),
    );
  });

  it("a run shares it, and a fresh one does not", async () => {
    const shared = await pipenb("run", "daily.pipenb");
    assert.equal(shared.code, 0, shared.stderr);
    assert.equal((await psql("select answer from kept")).stdout, "42\n");
    const fresh = await pipenb("run", "--fresh", "daily.pipenb");
    assert.equal(fresh.code, 0, fresh.stderr);
    assert.equal((await keptOf(engine, place.folder)).volumes.length, 1);
  });

  it("verify leaves what is kept alone", async () => {
    const verified = await pipenb("verify", "daily.pipenb");
    assert.ok(verified.code === 0 || verified.code === 1, verified.stderr);
    assert.equal((await psql("select answer from kept")).stdout, "42\n");
  });

  it("names services that are none, and says which there are", async () => {
    const { code, stderr } = await services("logs", "daily.pipenb", "dc");
    assert.equal(code, 64);
    assert.match(stderr, /No service "dc" of daily\.pipenb[^]*There are: db\./);
  });

  it("logs and list tell of one that has stopped; a shell does not open there", async () => {
    await kernel.stop();
    assert.match((await services("logs", "daily.pipenb")).stdout, /database system is shut down/);
    const followed = await services("logs", "daily.pipenb", "db", "--follow");
    assert.equal(followed.code, 0);
    assert.match(followed.stdout, /database system is shut down/);
    assert.match((await services("list")).stdout, /db .*stopped +[^ ]+.* ago/);
    const closed = await services("shell", "daily.pipenb", "db");
    assert.equal(closed.code, 1);
    assert.match(closed.stderr, /does not run/);
  });

  it("reset drops what is kept", async () => {
    const { code, stderr } = await services("reset", "daily.pipenb", "--yes");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await keptOf(engine, place.folder), { containers: [], volumes: [] });
    assert.equal((await services("reset", "daily.pipenb", "--yes")).code, 0);
  });

  it("prune drops what is kept for a notebook that is gone, and nothing else", async () => {
    const ran = await pipenb("run", "daily.pipenb");
    assert.equal(ran.code, 0, ran.stderr);
    // Other tests' notebooks may be gone just then.
    const before = await services("prune");
    assert.doesNotMatch(before.stdout, /^daily\.pipenb /m);
    assert.ok(!before.stdout.includes(place.folder), before.stdout);
    rmSync(notebook);
    const listed = await services("prune");
    assert.equal(listed.code, 64);
    assert.match(listed.stdout, /^daily\.pipenb +db/m);
    assert.equal((await keptOf(engine, place.folder)).volumes.length, 1);
  });
});
