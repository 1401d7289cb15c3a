/** samples/stack in a folder of a test's own, brought up by the real Docker Compose on images that stand for the public ones. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb, runProgram, type Ended } from "./command-line.ts";
import { compose, requireCompose } from "./compose-project.ts";
import { nodeImage } from "./engine.ts";
import { freePort } from "./free-port.ts";
import { plantSecrets } from "./planted-secrets.ts";
import { skipBecause } from "./reporter.ts";
import { samples } from "./sample-runs.ts";
import { Superset } from "./superset.ts";

const standIns = {
  store: "pipenb-test/versitygw",
  db: "pipenb-test/postgres",
  dashboard: "pipenb-test/superset",
};
const secrets = [
  ...["shop_token", "aws_access_key_id", "aws_secret_access_key", "db_password"],
  ...["dashboard_key", "dashboard_password"],
];

export class Stack {
  /** Has the notebook, `secrets`, and the sample in `stack`. */
  readonly folder: string;
  /** Also the network's name. */
  readonly project: string;
  readonly dashboard: Superset;
  readonly #port: number;

  private constructor(folder: string, project: string, port: number, password: string) {
    this.folder = folder;
    this.project = project;
    this.#port = port;
    this.dashboard = new Superset(`http://127.0.0.1:${port}`, password);
  }

  /** Makes what its README has one make; nothing runs yet. Without the images the suite is skipped, or failed in CI. */
  static async prepared(engine: Engine, context: Mocha.Context): Promise<Stack> {
    requireCompose(context);
    for (const image of Object.values(standIns)) {
      if ((await engine.image(image)) !== undefined) continue;
      const how = "bash .ci/service-images.sh; bash .ci/superset.sh";
      assert.notEqual(process.env["CI"], "true", `CI must have ${image}: ${how}`);
      skipBecause(context, `${image} is not here (${how})`);
    }
    const folder = await mkdtemp(join(tmpdir(), "pipenb-stack-"));
    for (const name of ["orders.pipenb", "orders.lock.json", "stack"])
      await cp(join(samples, name), join(folder, name), { recursive: true });
    await plantSecrets(join(folder, "secrets"), secrets);
    const images = Object.entries({ ...standIns, shop: nodeImage() });
    const lines = images.map(([name, image]) => `  ${name}: { image: "${image}" }\n`);
    await writeFile(join(folder, "stack/images.yaml"), `services:\n${lines.join("")}`);
    const password = (await readFile(join(folder, "secrets/dashboard_password"), "utf8")).trim();
    const project = `pipenb-stack-${randomBytes(4).toString("hex")}`;
    const stack = new Stack(folder, project, await freePort(), password);
    const exported = await stack.pipenb("export", "orders.pipenb", "--out", "stack/orders");
    assert.equal(exported.code, 0, exported.stderr);
    return stack;
  }

  pipenb(...args: readonly string[]): Promise<Ended> {
    return runPipenb(args, { cwd: this.folder, env: { PIPENB_BASE_IMAGE: nodeImage() } });
  }

  get #env(): Readonly<Record<string, string>> {
    return {
      COMPOSE_FILE: "compose.yaml:images.yaml",
      ORDERS_NETWORK: this.project,
      DASHBOARD_PORT: String(this.#port),
    };
  }

  compose(...args: readonly string[]): Promise<Ended> {
    return compose(join(this.folder, "stack"), this.project, args, this.#env);
  }

  /** The same by Debian's, of the first generation. */
  olderCompose(...args: readonly string[]): Promise<Ended> {
    const options = { cwd: join(this.folder, "stack"), env: this.#env };
    return runProgram("docker-compose", ["--project-name", this.project, ...args], options);
  }

  /** What a query gives, as CSV without its head. */
  async sql(query: string): Promise<string> {
    const words = ["psql", "-U", "postgres", "--csv", "--tuples-only", "--command", query];
    const { code, stdout, stderr } = await this.compose("exec", "-T", "db", ...words);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  /** The first process of each of its containers, by its number on this machine. */
  async processes(): Promise<readonly number[]> {
    const { stdout } = await this.compose("ps", "--quiet");
    const words = ["inspect", "--format={{.State.Pid}}", ...stdout.split("\n").filter(Boolean)];
    const inspected = await runProgram("docker", words);
    return inspected.stdout.trim().split("\n").map(Number);
  }

  async remove(): Promise<void> {
    await this.compose("down", "--volumes", "--timeout", "0");
    await rm(this.folder, { recursive: true, force: true });
  }
}
