import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { requireEngine as engineOf } from "../../../containers/engine/connect.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import type { KernelHost, RunningKernel } from "../../../containers/hosts/kernel-host.ts";
import { runOn, testFolder } from "../../contracts/kernel-host.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { inEngine } from "../../support/kernel-leftovers.ts";
import { startSshServer, type SshServer } from "../../support/sshd.ts";

describe("the files of a kernel on another machine", function () {
  this.timeout(240_000);
  let engine: Engine;
  let server: SshServer | undefined;
  let host: KernelHost;
  let place: ReturnType<typeof testFolder>;
  let started: RunningKernel[];
  let notices: string[];

  const start = async (frontMatter: object = {}): Promise<RunningKernel> => {
    const kernel = await host.start(
      place.options(frontMatter, {
        onEvent: (event) => event.type === "notice" && notices.push(event.text),
      }),
    );
    started.push(kernel);
    return kernel;
  };
  const cell = async (kernel: RunningKernel, code: string): Promise<string> => {
    const ran = await runOn(kernel, `import * as fs from "node:fs"; ${code}`);
    assert.equal(ran.trace, "");
    return ran.stdout.trim();
  };
  const put = (path: string, text: string): void => {
    const whole = join(place.folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    const { uid, gid } = statSync(place.folder);
    chownSync(whole, uid, gid);
  };
  const text = (path: string): string => readFileSync(join(place.folder, path), "utf8");

  before(async function () {
    engine = await requireEngine(this);
    server = await startSshServer(this);
    const env = {
      ...process.env,
      ...(await server.env()),
      DOCKER_HOST: server.address,
      PIPENB_BASE_IMAGE: nodeImage(),
    };
    host = createContainerHost(await engineOf({ env }), { kernelFolder: "dist/kernel", env });
  });
  after(() => server?.stop());
  beforeEach(() => {
    place = testFolder();
    started = [];
    notices = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((kernel) => kernel.stop()));
    assert.deepEqual(await inEngine(engine, place.folder), []);
    place.remove();
  });

  it("go there before a cell runs and come back when it has run", async () => {
    put("data/input/day.csv", "first");
    put("lib/names.ts", 'export const name: string = "module";');
    const kernel = await start();
    const copy = `import { name } from "./lib/names.ts"; fs.mkdirSync("out", { recursive: true });
      fs.writeFileSync("out/copy.txt", name + " " + fs.readFileSync("data/input/day.csv", "utf8"));`;
    await cell(kernel, copy);
    assert.deepEqual(await kernel.files?.sync(), []);
    assert.equal(text("out/copy.txt"), "module first");
    assert.equal(statSync(join(place.folder, "out/copy.txt")).uid, statSync(place.folder).uid);

    put("data/input/day.csv", "second");
    assert.deepEqual(await kernel.files?.send(), []);
    await cell(kernel, `fs.copyFileSync("data/input/day.csv", "out/second.txt")`);
    await kernel.files?.sync();
    assert.equal(text("out/second.txt"), "second");
  });

  it("leave what a cell deletes where it has changed here, and delete it where it has not", async () => {
    put("same.txt", "same");
    put("mine.txt", "old");
    put("folder/a.txt", "a");
    const kernel = await start();
    await cell(
      kernel,
      `for (const path of ["same.txt", "mine.txt", "folder"]) fs.rmSync(path, { recursive: true })`,
    );
    put("mine.txt", "changed here");
    await kernel.files?.sync();
    assert.deepEqual(
      ["same.txt", "mine.txt", "folder"].map((path) => existsSync(join(place.folder, path))),
      [false, true, false],
    );
    assert.equal(await cell(kernel, `console.log(fs.readFileSync("mine.txt", "utf8"))`), "changed here");
  });

  it("are deleted there when they are deleted here", async () => {
    put("folder/gone.txt", "x");
    const kernel = await start();
    rmSync(join(place.folder, "folder"), { recursive: true });
    await kernel.files?.send();
    assert.equal(await cell(kernel, `console.log(fs.existsSync("folder"))`), "false");
  });

  it("stay as they are here where both sides have changed them, which is told", async () => {
    put("both.txt", "before");
    const kernel = await start();
    await cell(kernel, `fs.writeFileSync("both.txt", "of the cell")`);
    put("both.txt", "of the user");
    const told = await kernel.files?.sync();
    assert.match(told?.join() ?? "", /both\.txt has been changed here and in the container: it stays/);
    assert.equal(text("both.txt"), "of the user");
    assert.equal(await cell(kernel, `console.log(fs.readFileSync("both.txt", "utf8"))`), "of the user");
    assert.deepEqual(await kernel.files?.sync(), []);
  });

  it("come back when the kernel is stopped, and when it dies", async () => {
    const kernel = await start();
    await cell(kernel, `fs.writeFileSync("first.txt", "1")`);
    await kernel.stop();
    assert.equal(text("first.txt"), "1");

    const other = await start();
    await cell(
      other,
      `fs.writeFileSync("second.txt", "2"); fs.rmSync("first.txt"); fs.symlinkSync("second.txt", "link")`,
    );
    const [container] = await engine.containersWithLabel(`pipenb.kernel=${other.id}`);
    execFileSync("docker", ["kill", container?.id ?? ""]);
    await other.exited;
    assert.equal(text("link"), "2");
    assert.equal(existsSync(join(place.folder, "first.txt")), false);
    assert.deepEqual(
      readdirSync(place.folder).filter((name) => name.endsWith(".new")),
      [],
    );
  });

  it("of mounts lie where the front matter says, and those to be read cannot be written", async () => {
    put("in/a.txt", "input");
    const kernel = await start({
      mounts: ["./in:/data/in:ro", "./deep/out:/data/out", "./in/a.txt:/etc/one.txt:ro"],
    });
    const refused = await cell(
      kernel,
      `fs.writeFileSync("/data/out/result", fs.readFileSync("/data/in/a.txt", "utf8") + fs.readFileSync("/etc/one.txt", "utf8"));
       for (const path of ["/data/in/b.txt", "/data/in/a.txt", "/etc/one.txt"])
         try { fs.writeFileSync(path, ""); console.log(path); } catch (error) { console.log(error.code); }`,
    );
    assert.equal(refused, "EACCES\nEACCES\nEACCES");
    await kernel.files?.sync();
    assert.equal(text("deep/out/result"), "inputinput");
  });

  it("that are secrets are read by the kernel's user alone, and by the services that name them", async () => {
    put("secrets/db", "s3cret");
    chmodSync(join(place.folder, "secrets/db"), 0o400);
    const show = `require("node:net").createServer((socket) => socket.end(require("node:fs").readFileSync(process.env.WORD_FILE))).listen(7000)`;
    const kernel = await start({
      secrets: ["db"],
      services: {
        teller: {
          image: nodeImage(),
          command: ["node", "-e", show],
          environment: { WORD_FILE: "/run/secrets/db" },
          ports: [7000],
        },
      },
    });
    const seen = await cell(
      kernel,
      `import { connect } from "node:net";
       const { mode, uid } = fs.statSync("/run/secrets/db");
       const word = await new Promise((resolve, reject) => {
         connect(7000, "teller").on("data", (bytes) => resolve(String(bytes))).on("error", reject);
       });
       console.log(fs.readFileSync("/run/secrets/db", "utf8"), (mode & 0o777).toString(8), uid === process.getuid(), word)`,
    );
    assert.equal(seen, "s3cret 400 true s3cret");
  });

  it("that nobody needs there stay here, and what is no file is told", async () => {
    put("node_modules/a/index.js", "");
    put(".git/config", "");
    execFileSync("mkfifo", [join(place.folder, "pipe")]);
    const kernel = await start();
    assert.equal(
      await cell(kernel, `console.log(fs.readdirSync("..").includes("work"), fs.readdirSync(".").join())`),
      "true",
    );
    assert.match(notices.join(), /neither files nor folders: .*\/pipe\./);
    await kernel.files?.sync();
    assert.ok(existsSync(join(place.folder, "node_modules/a/index.js")));
  });
});
