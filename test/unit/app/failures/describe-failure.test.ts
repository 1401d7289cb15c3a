import assert from "node:assert/strict";
import { describeFailure, textOf } from "../../../../app/failures/describe-failure.ts";
import { EngineError, type EngineFacts, NoEngineError } from "../../../../containers/engine/engine-error.ts";
import { HostError, type HostFacts } from "../../../../containers/hosts/host-error.ts";
import { NpmError, type NpmFacts } from "../../../../containers/lock/npm-error.ts";
import { RegistryError, type RegistryFacts } from "../../../../containers/registry/registry-error.ts";

describe("an engine's failure in words", () => {
  const cases: readonly (readonly [EngineFacts, string])[] = [
    [
      { code: "unreachable", doing: "start a container", said: "connect ECONNREFUSED" },
      "Could not start a container: connect ECONNREFUSED. Is the container engine running? Start it (Docker Desktop, `systemctl start docker`, `colima start`).",
    ],
    [{ code: "engine", doing: "list images", said: "Who knows?" }, "Could not list images: Who knows?"],
    [
      { code: "hung-up", doing: "push the image a:1" },
      "Could not push the image a:1: the engine hung up in the middle. Is it still running? Try again.",
    ],
    [
      { code: "push-denied", name: "r.example/a:1", said: "denied", registry: "r.example", user: "me" },
      "Could not push the image r.example/a:1: denied. r.example does not let me push there: check the name, ask for access, or log in as somebody else with `docker login r.example`.",
    ],
    [
      { code: "no-such-tag", image: "a", tag: "latest", tagGiven: false, tags: ["a:1", "a:2"] },
      "There is no image a:latest here (no tag means latest). There is a:1, a:2.",
    ],
    [
      { code: "no-such-tag", image: "a", tag: "3", tagGiven: true, tags: [] },
      "There is no image a:3 here. Build it first, or correct the name.",
    ],
    [
      { code: "image-vanished", image: "a:1", after: "build" },
      "The image a:1 was removed right after its build. Build it again.",
    ],
    [
      { code: "no-own-base", image: "pipenb/geo", name: "geo" },
      "The base image pipenb/geo is not here, and no registry has it. Make it: `pipenb base geo`.",
    ],
    [
      { code: "volume-unfilled", said: "no\nwords" },
      "The kernel's volume could not be filled: no\nwords\nCheck the engine's free space (`docker system df`) and start again.",
    ],
    [
      { code: "no-ca-bundle", path: "/ca.pem" },
      "The file that PIPENB_CA_BUNDLE names, /ca.pem, cannot be read. Correct or unset it.",
    ],
    [
      { code: "no-kernel-files", folder: "dist/kernel" },
      "The kernel is not in dist/kernel. Build it first (`npm run build`), or install pipenb again.",
    ],
    [
      { code: "no-space", doing: "build the image", said: "disk quota exceeded", build: { output: [] } },
      "The image could not be built: disk quota exceeded. Free space for the engine, for example with `docker system prune`, and try again.",
    ],
  ];
  for (const [facts, text] of cases)
    it(`"${facts.code}" says what to do`, () => {
      assert.equal(textOf(new EngineError(facts)), text);
    });

  it("names the command of its remedy, for a button", () => {
    const commandOf = (facts: EngineFacts) => describeFailure(new EngineError(facts))?.command;
    assert.equal(
      commandOf({ code: "other-architecture", image: "node:24", architecture: "arm64" }),
      "docker rmi node:24",
    );
    assert.equal(
      commandOf({ code: "no-space", doing: "pull", said: "no space left" }),
      "docker system prune",
    );
    assert.equal(commandOf({ code: "conflict", doing: "remove", said: "in use" }), undefined);
  });

  it("names every place that was asked for an engine", () => {
    const none = new NoEngineError([
      { endpoint: "unix:///a.sock", why: { code: "no-answer", seconds: 5 } },
      { endpoint: "tcp://b:1", why: { code: "engine", doing: "reach DOCKER_HOST", said: "odd" } },
    ]);
    assert.equal(
      textOf(none),
      "No container engine answers.\n  unix:///a.sock: It did not answer within 5 seconds.\n  tcp://b:1: Could not reach DOCKER_HOST: odd.",
    );
  });
});

describe("a host's failure in words", () => {
  const cases: readonly (readonly [HostFacts, string])[] = [
    [
      { code: "wrong-node", path: "/bin/false", needed: 24 },
      "PIPENB_NODE is /bin/false, which is no Node 24 or newer. Correct or unset it.",
    ],
    [
      {
        code: "no-node",
        needed: 24,
        running: "20.19.0",
        npm: { code: "npm", doing: "fetched", said: "no space" },
      },
      "A local kernel needs Node 24 or newer, and there is none (this is 20.19.0). npm could not fetch it: no space. Install it, or set PIPENB_NODE to its path, or use a container engine.",
    ],
    [
      { code: "mount-form", text: "a" },
      'The mount "a" is not of the form source:target or source:target:ro. Correct it in the front matter.',
    ],
    [
      { code: "no-secret", name: "db", path: "/nb/secrets/db" },
      'The notebook\'s secret "db" is not there. Put it into the file /nb/secrets/db (and keep that out of git), or set PIPENB_SECRETS_DIR to the folder that has it.',
    ],
    [
      {
        code: "service",
        name: "db",
        image: "postgres",
        lateSeconds: 9,
        ready: { command: "pg", said: "no" },
        log: "",
      },
      'The service "db" (postgres) was not ready after 9 seconds.\nIts ready command (pg) said: no\nIt wrote nothing.\nLook at its settings in the front matter.',
    ],
    [
      {
        code: "service",
        name: "db",
        image: "postgres:17",
        log: "no such version",
        kept: { notebookPath: "/my notes/a.pipenb", otherImage: "postgres:16", otherEnvironment: true },
      },
      "The service \"db\" (postgres:17) ended before it was ready.\nIt wrote:\nno such version\nIt was started over data that postgres:16 made, another image.\nLook at its settings in the front matter. If it cannot go on with the data it kept, drop them: pipenb services reset '/my notes/a.pipenb' db",
    ],
    [
      {
        code: "service-in-use",
        name: "db",
        users: [
          { id: "0123456789abcdef", kind: "kernel", started: 0 },
          { id: "r", kind: "run", started: 0 },
        ],
      },
      'The service "db" runs for the kernel 0123456789ab and a run of the image (r), with other settings than the notebook has now. Restart that kernel, or stop it (pipenb kernel stop 0123456789ab), or run with --fresh, beside it and without its data.',
    ],
    [
      { code: "start-failed", where: "container", exitCode: 1, log: "no disk\n" },
      "The kernel's container ended with exit code 1 before the kernel was ready. It wrote:\nno disk",
    ],
    [
      { code: "start-failed", where: "process", log: " \n" },
      "The kernel ended before it was ready. It wrote nothing.",
    ],
    [
      { code: "start-timeout", where: "process", seconds: 30, log: "" },
      "The kernel was not ready after 30 seconds. It wrote nothing. Is the machine overloaded? Start again.",
    ],
    [
      { code: "out-of-memory", log: "heap" },
      "The kernel's container ran out of memory before it was ready. It wrote:\nheap\nRaise image.memory in the front matter, or give the engine more.",
    ],
    [{ code: "aborted" }, "The start of the kernel was cancelled."],
  ];
  for (const [facts, text] of cases)
    it(`"${facts.code}" says ${text.slice(0, 40)}…`, () => {
      assert.equal(textOf(new HostError(facts)), text);
    });
});

describe("npm's failure in words", () => {
  const cases: readonly (readonly [NpmFacts, string])[] = [
    [
      { code: "no-such-package", doing: "installed", said: "Not Found" },
      "The npm packages of the notebook could not be installed: Not Found. Correct its name under image.npm.",
    ],
    [{ code: "not-started", why: "EACCES" }, "npm could not be started: EACCES. Try npm --version by hand."],
    [
      { code: "file", path: "/a.lock.json", done: "written", why: "EROFS" },
      "The lock /a.lock.json could not be written (EROFS). See to its permissions, or remove it.",
    ],
  ];
  for (const [facts, text] of cases)
    it(`"${facts.code}" says what to do`, () => {
      assert.equal(textOf(new NpmError(facts)), text);
    });
});

describe("any other error", () => {
  it("speaks for itself", () => {
    assert.equal(textOf(new TypeError("x is not a function")), "x is not a function");
    assert.equal(textOf("a word"), "a word");
    assert.equal(describeFailure(new TypeError("x")), undefined);
  });

  it("carries its facts in its message too, for logs", () => {
    assert.equal(new HostError({ code: "no-port" }).message, "no-port");
    assert.equal(new EngineError({ code: "hung-up", doing: "pull" }).message, 'hung-up {"doing":"pull"}');
  });
});

describe("a registry's failure in words", () => {
  const registry = "r.example";
  const cases: readonly (readonly [RegistryFacts, RegExp])[] = [
    [
      { code: "unreachable", registry, said: "unable to verify the first certificate", why: "certificate" },
      /^The registry r\.example cannot be reached: unable .*\. Put the certificate .* \/etc\/docker\/certs\.d\/r\.example\/ca\.crt/,
    ],
    [{ code: "unreachable", registry, said: "wrong version", why: "plain" }, /speaks plain HTTP/],
    [{ code: "unreachable", registry, said: "ENOTFOUND", why: "network" }, /see that this machine reaches/],
    [
      { code: "denied", registry, repository: "team/a", user: undefined },
      /lets nobody write to team\/a without a login\. Run `docker login r\.example`/,
    ],
    [
      { code: "denied", registry: "registry-1.docker.io", repository: "team/a", user: "me" },
      /does not let me do that: .* with `docker login`\.$/,
    ],
    [
      { code: "refused", registry, status: 405, said: "UNSUPPORTED" },
      /\(HTTP 405\): UNSUPPORTED\. The image is pushed/,
    ],
    [{ code: "aborted" }, /^Stopped as asked/],
  ];
  for (const [facts, text] of cases)
    it(`"${facts.code}" says what to do: ${text.source.slice(0, 30)}`, () => {
      assert.match(textOf(new RegistryError(facts)), text);
    });
});
