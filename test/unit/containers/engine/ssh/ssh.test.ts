import assert from "node:assert/strict";
import { textOf } from "../../../../../app/failures/describe-failure.ts";
import { EngineError } from "../../../../../containers/engine/engine-error.ts";
import { sshArguments } from "../../../../../containers/engine/ssh/ssh-command.ts";
import { sshFailure } from "../../../../../containers/engine/ssh/ssh-failure.ts";

const own = ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"];
const dial = ["docker", "system", "dial-stdio"];

describe("ssh to an engine", () => {
  for (const [address, words] of [
    ["ssh://far", ["--", "far", ...dial]],
    ["ssh://me@far:2222/", ["-l", "me", "-p", "2222", "--", "far", ...dial]],
    ["ssh://a%40b@[fe80::1]", ["-l", "a@b", "--", "fe80::1", ...dial]],
    [
      "ssh://far/run/it's/docker.sock",
      ["--", "far", "docker", "--host", `'unix:///run/it'\\''s/docker.sock'`, "system", "dial-stdio"],
    ],
  ] as const)
    it(`is asked for ${address}`, () => {
      assert.deepEqual(sshArguments(address), [...own, ...words]);
    });

  for (const [why, said, exitCode] of [
    [
      "host-key-unknown",
      "No ED25519 host key is known for far and you have requested strict checking.\nHost key verification failed.",
      255,
    ],
    [
      "host-key-changed",
      "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
      255,
    ],
    ["denied", "me@far: Permission denied (publickey,password).", 255],
    ["no-host", "ssh: Could not resolve hostname far: Name or service not known", 255],
    ["no-host", "ssh: connect to host far port 22: Connection refused", 255],
    ["no-docker", "bash: line 1: docker: command not found", 127],
    ["no-docker", "", 127],
    ["no-docker", "'docker' is not recognized as an internal or external command", 1],
    [
      "socket-denied",
      "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
      1,
    ],
    [
      "no-engine",
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      1,
    ],
    ["other", "something else", 3],
  ] as const)
    it(`is told to have failed as "${why}" by ${said === "" ? `exit code ${exitCode}` : (said.split("\n").at(-1) ?? "")}`, () => {
      assert.equal(sshFailure("ssh://far", said, exitCode).why, why);
    });

  it("says what to type", () => {
    const facts = sshFailure("ssh://me@far:2222", "me@far: Permission denied (publickey).", 255);
    assert.equal(
      textOf(new EngineError(facts)),
      "The engine of ssh://me@far:2222 cannot be reached by ssh: me@far: Permission denied (publickey).\n".trimEnd() +
        " `ssh -p 2222 me@far` must log in without a question: put your key into authorized_keys over there, and load it with ssh-add if it has a passphrase.",
    );
  });
});
