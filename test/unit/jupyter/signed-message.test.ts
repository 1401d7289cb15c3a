import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Signer } from "../../../jupyter/signed-message.ts";
import type { WireMessage } from "../../../jupyter/signed-message.ts";

const text = (value: string): Buffer<ArrayBuffer> => Buffer.from(value);
const message: WireMessage = {
  route: [text("who"), text("where")],
  header: text('{"msg_id":"1"}'),
  parentHeader: text("{}"),
  metadata: text("{}"),
  content: text('{"code":"é"}'),
  buffers: [Buffer.from([0, 255])],
};

describe("a signed message", () => {
  const signer = new Signer("hmac-sha256", "secret");
  const written = signer.write(message).map((part) => Buffer.from(part));

  it("is signed as Jupyter signs: HMAC over its four JSON texts", () => {
    const expected = createHmac("sha256", "secret").update('{"msg_id":"1"}{}{}{"code":"é"}').digest("hex");
    assert.equal(String(written[3]), expected);
    assert.deepEqual(written.slice(0, 3).map(String), ["who", "where", "<IDS|MSG>"]);
  });

  it("is read as it was written", () => {
    const read = signer.read(written);
    assert.ok(read);
    assert.deepEqual(
      [...read.route, read.header, read.parentHeader, read.metadata, read.content, ...read.buffers].map(
        String,
      ),
      [
        ...message.route,
        message.header,
        message.parentHeader,
        message.metadata,
        message.content,
        ...message.buffers,
      ].map(String),
    );
  });

  it("is refused with another key, changed, unsigned, cut or without delimiter", () => {
    const other = new Signer("hmac-sha256", "other");
    assert.equal(other.read(written), undefined);
    for (const changed of [4, 5, 6, 7]) {
      const parts = written.with(changed, text("[]"));
      assert.equal(signer.read(parts), undefined);
    }
    assert.equal(signer.read(written.with(3, text(""))), undefined);
    for (let length = 0; length < 8; length++) assert.equal(signer.read(written.slice(0, length)), undefined);
    assert.equal(signer.read(written.toSpliced(2, 1)), undefined);
  });

  it("needs no signature where the connection file has no key", () => {
    const open = new Signer("hmac-sha256", "");
    assert.ok(open.read(open.write(message).map((part) => Buffer.from(part))));
    assert.equal(open.read(written), undefined);
  });
});
