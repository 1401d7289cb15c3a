import assert from "node:assert/strict";
import { ConnectionFileError, newConnection, readConnection } from "../../../jupyter/connection-file.ts";

const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
const written = { transport: "tcp", ip: "127.0.0.1", key: "k", signature_scheme: "hmac-sha256", ...ports };

const refused = (change: object, words: RegExp): void => {
  assert.throws(
    () => readConnection(JSON.stringify({ ...written, ...change }), "c.json"),
    (error) => error instanceof ConnectionFileError && words.test(error.message),
  );
};

describe("a connection file", () => {
  it("is read with what clients add to it", () => {
    const read = readConnection(
      JSON.stringify({ ...written, kernel_name: "pipenb", jupyter_session: "/a.ipynb" }),
      "c",
    );
    assert.equal(read.shell_port, 1);
    assert.equal(read["kernel_name"], "pipenb");
  });

  it("is refused in words where it cannot be served", () => {
    refused({ curve_publickey: "x" }, /CurveZMQ.*transport_encryption/);
    refused({ key: "" }, /no key/);
    refused({ signature_scheme: "hmac-md5" }, /signature_scheme/);
    refused({ shell_port: 70_000 }, /shell_port/);
    refused({ transport: "ipc", hb_port: 0 }, /names no sockets/);
    assert.throws(() => readConnection("{", "c.json"), /c\.json is no connection file/);
  });

  it("may do without a key on sockets that only this user reaches", () => {
    assert.equal(
      readConnection(JSON.stringify({ ...written, transport: "ipc", key: "" }), "c").transport,
      "ipc",
    );
  });

  it("is made with a key of its own, for this machine alone", () => {
    const [one, other] = [newConnection(), newConnection()];
    assert.equal(one.ip, "127.0.0.1");
    assert.equal(one.key.length, 48);
    assert.notEqual(one.key, other.key);
  });
});
