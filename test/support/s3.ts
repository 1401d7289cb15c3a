/** Real servers that speak S3 on loopback for tests: versitygw over a folder of its own, where a bucket is a folder. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type Mocha from "mocha";
import { freePort } from "./free-port.ts";
import { skipBecause } from "./reporter.ts";

const program = process.env["PIPENB_S3"] ?? join(homedir(), ".cache/pipenb/versitygw-1.8.0/versitygw");

export interface S3Server {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of the one bucket, `weather`. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts one with the bucket `weather`. Without the program the suite is skipped, or failed in CI. */
export async function startS3(context: Mocha.Context): Promise<S3Server> {
  if (!existsSync(program)) {
    assert.notEqual(process.env["CI"], "true", "CI must have a server that speaks S3: bash .ci/s3.sh");
    skipBecause(context, "versitygw is not here (bash .ci/s3.sh brings it)");
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-s3-"));
  const keys = { accessKeyId: "a-tester", secretAccessKey: "the+secret/of=tests" };
  await mkdir(join(folder, "weather"));
  // Somebody else may take the free port first: then it ends, and another one is tried.
  for (let tries = 0; tries < 5; tries += 1) {
    const host = `127.0.0.1:${await freePort()}`;
    const child = spawn(program, ["--port", host, "--health", "/health", "--quiet", "posix", folder], {
      stdio: "ignore",
      env: { ...process.env, ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
    });
    const endpoint = `http://${host}`;
    while (child.exitCode === null && !(await answers(`${endpoint}/health`))) await setTimeout(50);
    if (child.exitCode !== null) continue;
    const stop = async (): Promise<void> => {
      const ended = once(child, "exit");
      if (child.exitCode === null && child.kill("SIGKILL")) await ended;
      await rm(folder, { recursive: true, force: true });
    };
    return { endpoint, ...keys, folder: join(folder, "weather"), stop };
  }
  throw new Error(`${program} does not start.`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}
