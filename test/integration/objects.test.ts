/** Objects of the library `pipenb` in S3: a real server, in the kernel and in the exported pipeline. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { AwsV4Signer } from "aws4fetch";
import { objects, ObjectError } from "../../pipeline/library/pipenb.ts";
import type { Objects, ObjectErrorCode, ObjectsOptions } from "../../pipeline/library/pipenb.ts";
import { objectsContract } from "../contracts/objects.ts";
import { runBothWays } from "../support/both-ways.ts";
import { runNode } from "../support/command-line.ts";
import { startCuttingProxy } from "../support/cutting-proxy.ts";
import { freePort } from "../support/free-port.ts";
import { gathered } from "../support/gathered.ts";
import { startS3, type S3Server } from "../support/s3.ts";

const megabyte = 1 << 20;

describe("objects in S3", function () {
  this.timeout(300_000);
  let server: S3Server;
  let stop: (() => Promise<void>) | undefined;
  before(async function () {
    server = await startS3(this);
    stop = () => server.stop();
  });
  after(async () => {
    await stop?.();
  });

  const keys = (): ObjectsOptions => {
    const { endpoint, accessKeyId, secretAccessKey } = server;
    return { endpoint, accessKeyId, secretAccessKey };
  };
  const open = (address: string, options: ObjectsOptions = {}): Objects =>
    objects(address, { ...keys(), ...options });
  /** For what the library does not do. */
  const ask = async (path: string, method: string, body?: Buffer, headers: Record<string, string> = {}) => {
    const { endpoint, accessKeyId, secretAccessKey } = server;
    const url = `${endpoint}/weather${path}`;
    const given = { accessKeyId, secretAccessKey, url, method, headers, service: "s3", region: "us-east-1" };
    const signed = await new AwsV4Signer(given).sign();
    const answer = await fetch(url, {
      method,
      headers: signed.headers,
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    assert.equal(answer.status, 200);
    return answer.text();
  };
  async function* pieces(count: number) {
    for (let index = 0; index < count; index += 1) yield await Promise.resolve(Buffer.alloc(megabyte, index));
  }

  objectsContract(() => ({ address: "s3://weather/a contract", options: keys() }));

  it("are listed whole, however many there are", async () => {
    const many = open("s3://weather/many");
    const names = Array.from({ length: 1_203 }, (_, index) => `${String(index).padStart(4, "0")} +.txt`);
    // Made as files, as the server has them.
    await many.write(names[0] ?? "", "");
    for (const name of names) await writeFile(join(server.folder, "many", name), "");
    await open("s3://weather").write("many-others", "");
    assert.deepEqual(
      (await gathered(many.list())).map(({ key }) => key),
      names,
    );
  });

  it("leave out what consoles make to show folders", async () => {
    await ask("/shown/folder/", "PUT");
    await open("s3://weather/shown").write("folder/a", "x");
    const found = await gathered(open("s3://weather/shown").list());
    assert.deepEqual(
      found.map(({ key }) => key),
      ["folder/a"],
    );
  });

  it("are written in parts where they are large, from memory, a stream and a file, and read piece by piece", async () => {
    const large = open("s3://weather/large");
    const bytes = Buffer.concat(await gathered(pieces(19)));
    await large.write("bytes", bytes);
    const piece = Buffer.alloc(megabyte);
    async function* sharingMemory() {
      for (let index = 0; index < 19; index += 1) yield await Promise.resolve(piece.fill(index));
    }
    await large.write("stream", sharingMemory());
    await large.write("file", (path) => writeFile(path, pieces(19)));
    for (const key of ["bytes", "stream", "file"]) {
      assert.equal((await large.stat(key))?.bytes, bytes.byteLength);
      assert.ok(bytes.equals(await large.bytes(key)), key);
    }
  });

  it("of any size pass through little memory, both ways", async () => {
    const script = `
      const { objects } = await import(process.argv[1]);
      const store = objects("s3://weather/memory");
      const before = process.resourceUsage().maxRSS;
      async function* pieces() {
        for (let index = 0; index < 400; index += 1) yield Buffer.alloc(${megabyte}, index);
      }
      await store.write("a", pieces());
      let bytes = 0;
      for await (const piece of store.stream("a")) bytes += piece.byteLength;
      console.log(JSON.stringify({ bytes, grown: process.resourceUsage().maxRSS - before }));
    `;
    const library = new URL("../../dist/library/pipenb.mjs", import.meta.url).href;
    const { code, stdout, stderr } = await runNode(["--input-type=module", "--eval", script, library], {
      env: {
        AWS_ENDPOINT_URL_S3: server.endpoint,
        AWS_ACCESS_KEY_ID: server.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      },
    });
    assert.equal(code, 0, stderr);
    // SAFETY: printed by the script above.
    const { bytes, grown } = JSON.parse(stdout) as { bytes: number; grown: number };
    assert.equal(bytes, 400 * megabyte);
    assert.ok(grown < 200 * 1024, `${grown} KiB`);
  });

  it("stay as they were, and leave no parts, where a large one fails on its way", async () => {
    const store = open("s3://weather/broken");
    await store.write("a", "before");
    async function* broken() {
      yield* pieces(20);
      throw new Error("mine");
    }
    await assert.rejects(store.write("a", broken()), /mine/);
    await assert.rejects(store.write("new", broken()), /mine/);
    assert.deepEqual([await store.text("a"), await store.has("new")], ["before", false]);
    const uploads = await ask("?uploads=", "GET");
    assert.match(uploads, /ListMultipartUploadsResult/);
    assert.doesNotMatch(uploads, /<UploadId>/);
  });

  it("are the bytes that are there, also where they say of themselves that they are packed", async () => {
    const packed = gzipSync("a text");
    await ask("/packed.gz", "PUT", packed, { "content-encoding": "gzip" });
    const store = open("s3://weather");
    assert.ok(packed.equals(await store.bytes("packed.gz")));
    assert.equal((await store.stat("packed.gz"))?.bytes, packed.byteLength);
  });

  it("are read on where a connection is lost", async () => {
    const bytes = Buffer.concat(await gathered(pieces(5)));
    await open("s3://weather").write("cut", bytes);
    const proxy = await startCuttingProxy(server.endpoint, () => 2 * megabyte);
    try {
      assert.ok(bytes.equals(await open("s3://weather", { endpoint: proxy.url }).bytes("cut")));
      assert.equal(proxy.connections(), 3);
    } finally {
      proxy.stop();
    }
  });

  it("are not mixed of two where one is replaced while it is read", async () => {
    await open("s3://weather").write("mixed", Buffer.alloc(5 * megabyte, 1));
    const proxy = await startCuttingProxy(server.endpoint, () => 2 * megabyte);
    try {
      const reading = open("s3://weather", { endpoint: proxy.url }).stream("mixed");
      let replaced = false;
      await assert.rejects(async () => {
        for await (const piece of reading) {
          assert.equal(piece[0], 1);
          if (!replaced) await open("s3://weather").write("mixed", Buffer.alloc(5 * megabyte, 2));
          replaced = true;
        }
      }, /was replaced while it was read/);
    } finally {
      proxy.stop();
    }
  });

  it("are written where the answers to a first try are lost", async () => {
    const lost = new Set<string>();
    const proxy = await startCuttingProxy(server.endpoint, (request) => {
      const what = /^(\w+ \S+)/.exec(request)?.[1] ?? "";
      if (/uploads=/.test(what) || lost.has(what)) return Number.POSITIVE_INFINITY;
      lost.add(what);
      return 10;
    });
    try {
      const store = open("s3://weather", { endpoint: proxy.url });
      await store.write("lost/small", "x");
      await store.write("lost/large", pieces(20));
      assert.equal(await store.text("lost/small"), "x");
      assert.equal((await store.stat("lost/large"))?.bytes, 20 * megabyte);
      await store.delete("lost/small");
      assert.equal(await store.has("lost/small"), false);
    } finally {
      proxy.stop();
    }
  });

  it("are asked for again where the server is busy, and not for ever", async () => {
    let busy = 3;
    const front = createServer((request, answer) => {
      request.resume();
      busy -= 1;
      answer
        .writeHead(busy >= 0 ? 503 : 200)
        .end(busy >= 0 ? "<Error><Code>SlowDown</Code></Error>" : "whole");
    }).listen(0, "127.0.0.1");
    try {
      await once(front, "listening");
      const address = front.address();
      assert.ok(typeof address === "object" && address !== null);
      const store = open("s3://weather", { endpoint: `http://127.0.0.1:${address.port}` });
      assert.equal(await store.text("a"), "whole");
      busy = 1_000;
      await assert.rejects(store.write("a", "x"), { code: "unreachable", exitCode: 75, s3Code: "SlowDown" });
    } finally {
      front.close();
      front.closeAllConnections();
    }
  });

  for (const [by, days] of [
    ["a year behind", -365],
    ["a day ahead", 1],
  ] as const)
    it(`are had where the clock of this machine is ${by}: the server's time is signed`, async () => {
      mock.timers.enable({ apis: ["Date"], now: Date.now() + days * 24 * 3600 * 1000 });
      try {
        const raw = open(`s3://weather/skewed${days}`);
        assert.equal(await raw.has("a.txt"), false);
        await raw.write("a.txt", "a");
        assert.equal(await open(`s3://weather/skewed${days}`).text("a.txt"), "a");
        await assert.rejects(open("s3://weather/x", { secretAccessKey: "wrong" }).text("a.txt"), {
          code: "denied",
          s3Code: "SignatureDoesNotMatch",
        });
      } finally {
        mock.timers.reset();
      }
    });

  it("that cannot be had say why, with a remedy and without the secret", async () => {
    const refused = async (
      code: ObjectErrorCode,
      message: RegExp,
      options: ObjectsOptions,
      address = "s3://weather",
    ) => {
      const store = open(address, options);
      const tries = [
        () => store.text("a"),
        () => store.has("a"),
        () => store.write("a", "x"),
        () => store.write("a", pieces(20)),
        () => store.delete("a"),
        () => gathered(store.list()),
      ];
      for (const [index, act] of tries.entries())
        await assert.rejects(act, (error) => {
          assert.ok(error instanceof ObjectError, inspect(error));
          assert.deepEqual([error.code, index], [code, index], inspect(error));
          assert.match(error.message, message);
          assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /the\+secret|wrong-secret/);
          return true;
        });
    };
    await refused("no-bucket", /no bucket climate at http:.*Create it/, {}, "s3://climate");
    await refused("denied", /Correct AWS_SECRET_ACCESS_KEY/, { secretAccessKey: "wrong-secret" });
    await refused("denied", /does not know the access key/, { accessKeyId: "nobody" });
    await refused("denied", /does not allow s3:/, { anonymous: true });
    await refused("refused", /is in the region us-east-1, not eu-west-1\. Set AWS_REGION/, {
      region: "eu-west-1",
    });
    assert.doesNotMatch(inspect(open("s3://weather"), { depth: 9, showHidden: true }), /the\+secret/);
  });

  it("say that the server cannot be reached", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    await assert.rejects(open("s3://weather", { endpoint }).text("a"), {
      code: "unreachable",
      exitCode: 75,
      message: /cannot be reached \(connect ECONNREFUSED .*AWS_ENDPOINT_URL_S3/,
    });
  });

  it("are the same for cells in the kernel and in the exported pipeline, with the key from secrets", async () => {
    const secrets = await mkdtemp(join(tmpdir(), "pipenb-secrets-"));
    try {
      await writeFile(join(secrets, "aws_access_key_id"), `${server.accessKeyId}\n`);
      await writeFile(join(secrets, "aws_secret_access_key"), `${server.secretAccessKey}\n`);
      const cells = `// %%
import { ObjectError, objects, writeWhole } from "pipenb";
import { readFile } from "node:fs/promises";
const raw = objects("s3://weather/both ways");
const clean = objects("clean");
await raw.write("day.json", JSON.stringify({ rain: 3 }));
// %%
for await (const { key, bytes } of raw.list()) console.log(key, bytes, await raw.json(key));
await clean.write("day.json", raw.stream("day.json"));
await writeWhole("copy.json", clean.stream("day.json"));
console.log(await readFile("copy.json", "utf8"));
// %%
const failed = await raw.text("no").catch((error: unknown) => error);
console.log(failed instanceof ObjectError && failed.code, /pipenb\\.mjs/.test((failed as Error).stack ?? ""));
raw;
// %%
await objects("s3://nowhere").text("a");
`;
      const env = { AWS_ENDPOINT_URL_S3: server.endpoint, PIPENB_SECRETS_DIR: secrets };
      const { run, outputs, exported } = await runBothWays(cells, {}, env);
      for (const { code, stdout, stderr } of [run, exported]) {
        assert.equal(code, 1, stderr);
        assert.match(stdout, /^day\.json 10 \{ rain: 3 \}\n\{"rain":3\}\nmissing false\n/);
        assert.match(stderr, /ObjectError: There is no bucket nowhere at http/);
        assert.doesNotMatch(stdout + stderr, /the\+secret/);
      }
      assert.doesNotMatch(JSON.stringify(outputs), /the\+secret/);
    } finally {
      await rm(secrets, { recursive: true, force: true });
    }
  });

  it("leave no temporary files", async () => {
    const before = process.env["TMPDIR"];
    const folder = await mkdtemp(join(tmpdir(), "pipenb-temporary-"));
    process.env["TMPDIR"] = folder;
    try {
      const store = open("s3://weather");
      await store.write("temporary", (path) => {
        assert.ok(path.startsWith(folder));
        return writeFile(path, "x");
      });
      await assert.rejects(
        store.write("temporary", () => undefined),
        /Nothing was written/,
      );
      assert.deepEqual(await readdir(folder), []);
      assert.equal(await store.text("temporary"), "x");
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      await rm(folder, { recursive: true, force: true });
    }
  });
});
