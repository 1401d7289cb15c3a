/** A journal in a real store of objects: processes of several machines write it, and are killed at any moment. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openObjectJournal } from "../../../app/backfill/object-journal.ts";
import { ObjectJournal } from "../../../backfill/journal/objects/object-journal.ts";
import { s3Bucket } from "../../../backfill/journal/objects/s3-bucket.ts";
import { settingsOf } from "../../../pipeline/library/objects/s3-settings.ts";
import { root, runPipenb, type Ended } from "../../support/command-line.ts";
import { startCuttingProxy } from "../../support/cutting-proxy.ts";
import { freePort } from "../../support/free-port.ts";
import { startS3, type S3Server } from "../../support/s3.ts";

describe("a journal in S3", function () {
  this.timeout(300_000);
  let server: S3Server;
  let folder: string;
  let env: Readonly<Record<string, string>>;
  let stop: (() => Promise<void>) | undefined;
  before(async function () {
    server = await startS3(this);
    stop = () => server.stop();
    folder = await mkdtemp(join(tmpdir(), "pipenb-journal-"));
    await writeFile(join(folder, "days.pipenb"), "");
    env = {
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    };
  });
  after(async () => {
    await stop?.();
    await rm(folder, { recursive: true, force: true });
  });

  const address = `s3://weather/journals-of-${process.pid}`;
  const open = (name: string, extra = {}) =>
    openObjectJournal(address, { name, folder, env: { ...env, ...extra } });
  const units = (args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runPipenb(["units", "days.pipenb", ...args], { cwd: folder, env: { ...env, ...extra } });

  it("has each line that a process was told is written, once and in its order, whoever is killed", async () => {
    /** A process on a machine of that name, which writes until it is killed or another one has the journal. */
    const script = `
      const { ObjectJournal } = await import(${JSON.stringify(`${root}/backfill/journal/objects/object-journal.ts`)});
      const { s3Bucket } = await import(${JSON.stringify(`${root}/backfill/journal/objects/s3-bucket.ts`)});
      const { settingsOf } = await import(${JSON.stringify(`${root}/pipeline/library/objects/s3-settings.ts`)});
      const host = process.argv[1];
      const bucket = s3Bucket(settingsOf("${address}/killed", {}, process.env, () => undefined));
      const journal = new ObjectJournal(bucket, { host, leaseMilliseconds: 3000, aliveMilliseconds: 500 });
      let held;
      while (held?.kind !== "held") {
        if (held !== undefined) await new Promise((go) => setTimeout(go, 100));
        held = await journal.hold(() => undefined);
      }
      for (let index = 0; ; index += 1) {
        const unit = host + "-" + process.pid + "-" + index;
        await held.journal.append({ at: "2022-01-01T00:00:00.000Z", unit, state: "done", attempt: 1, version: "v" });
        console.log(unit);
      }`;
    const said: string[] = [];
    /** Killed once it has written so many lines. */
    const life = async (host: string, most: number): Promise<void> => {
      const child = spawn(process.execPath, ["--input-type=module", "--eval", script, host], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...env },
      });
      let lines = 0;
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const units = text.trim().split("\n");
        said.push(...units);
        lines += units.length;
        if (lines >= most) child.kill("SIGKILL");
      });
      let complaint = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        complaint += text;
      });
      await once(child, "close");
      if (child.signalCode !== "SIGKILL") assert.match(complaint, /taken-over/);
    };
    await Promise.all(
      ["one", "other"].map(async (host, index) => {
        for (let kill = 0; kill < 3; kill += 1) await life(host, 10 + 23 * kill + 5 * index);
      }),
    );
    const bucket = s3Bucket(settingsOf(`${address}/killed`, {}, env, () => undefined));
    const texts: string[] = [];
    for (const key of await bucket.list("lines/")) texts.push((await bucket.read(key)) ?? "");
    let holder = "";
    const written: string[] = [];
    for (const text of texts) {
      const line = JSON.parse(text.split("\n")[0] ?? "") as {
        holder?: { host: string; pid: number };
        unit?: string;
      };
      if (line.holder !== undefined) holder = `${line.holder.host}-${line.holder.pid}-`;
      else {
        const { unit = "" } = line;
        assert.ok(unit.startsWith(holder), `${unit} beside ${holder}`);
        written.push(unit);
      }
    }
    assert.equal(new Set(written).size, written.length);
    assert.deepEqual(
      said.filter((unit) => !written.includes(unit)),
      [],
    );
    assert.ok(said.length > 200, String(said.length));
    const { units: known } = await new ObjectJournal(bucket).look();
    assert.deepEqual([...known.keys()].sort(), written.toSorted());
  });

  it("is shown by units and logs wherever the store is reached from", async () => {
    const journal = open("days.pipenb");
    const held = await journal.hold(() => undefined);
    assert.ok(held.kind === "held");
    const at = "2022-01-01T00:00:00.000Z";
    const parameters = {};
    await held.journal.append({
      at,
      begin: ["2022-01-01", "2022-01-02"],
      version: "v",
      image: "sha256:1",
      parameters,
    });
    await held.journal.append({ at, unit: "2022-01-01", state: "done", attempt: 1, version: "v", code: 0 });
    await journal.keep("2022-01-01.1.log", "begins\n");
    const shown = await units(["--journal", address, "--json"]);
    assert.equal(shown.code, 0, shown.stderr);
    assert.deepEqual(
      shown.stdout
        .trim()
        .split("\n")
        .map((line) => Reflect.get(JSON.parse(line) as object, "state") as unknown),
      ["done", "missing"],
    );
    const byVariable = await units(["--json"], { PIPENB_JOURNAL: address });
    assert.equal(byVariable.stdout, shown.stdout);
    const log = await runPipenb(["logs", "days.pipenb", "2022-01-01", "--journal", `${address}/`], {
      cwd: folder,
      env,
    });
    assert.equal(log.stdout, "begins\n");
    await held.journal.close();
  });

  it("is written once where answers are lost", async () => {
    let puts = 0;
    // Every third line is heard, and not answered.
    const proxy = await startCuttingProxy(server.endpoint, (request) =>
      request.startsWith("PUT") && request.includes("/lines/") && ++puts % 3 === 0
        ? 0
        : Number.POSITIVE_INFINITY,
    );
    try {
      const journal = open("lost.pipenb", { AWS_ENDPOINT_URL_S3: proxy.url });
      const held = await journal.hold(() => undefined);
      assert.ok(held.kind === "held");
      const names = Array.from({ length: 20 }, (_, index) => `unit-${index}`);
      for (const unit of names)
        await held.journal.append({
          at: "2022-01-01T00:00:00.000Z",
          unit,
          state: "done",
          attempt: 1,
          version: "v",
        });
      await held.journal.close();
      assert.deepEqual([...(await open("lost.pipenb").look()).units.keys()], names);
      assert.ok(puts > 20);
    } finally {
      proxy.stop();
    }
  });

  it("says in a sentence what is wrong", async () => {
    const wrong = await units(["--journal", "/tmp/journal"]);
    assert.equal(wrong.code, 64);
    assert.match(wrong.stderr, /"\/tmp\/journal" is no place for a journal.\nWrite s3:\/\/BUCKET\/PREFIX/);
    const noKey = await units(["--journal", address], { AWS_ACCESS_KEY_ID: "" });
    assert.match(
      noKey.stderr,
      /no key to ask for the journal s3:\/\/weather\/journals-of-\d+\/days.pipenb[^]*secrets\/aws_access_key_id/,
    );
    const noBucket = await units(["--journal", "s3://winds/journals"]);
    assert.match(noBucket.stderr, /There is no bucket winds/);
    const away = await units(["--journal", address], {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${await freePort()}`,
    });
    assert.match(away.stderr, /cannot be reached/);
    assert.equal(away.code, 75);
    assert.doesNotMatch(
      [wrong, noKey, noBucket, away].map(({ stderr }) => stderr).join(""),
      /mistake in pipenb/,
    );
  });

  it("takes its key from the notebook's secrets", async () => {
    await mkdir(join(folder, "secrets"));
    await writeFile(join(folder, "secrets/aws_access_key_id"), `${server.accessKeyId}\n`);
    await writeFile(join(folder, "secrets/aws_secret_access_key"), `${server.secretAccessKey}\n`);
    const keys = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    const shown = await units(["--journal", `s3://weather/others-of-${process.pid}`], keys);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stderr, /No backfill of days.pipenb has run/);
  });
});
