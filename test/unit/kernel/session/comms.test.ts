import assert from "node:assert/strict";
import { mock } from "node:test";
import { dataframesTarget } from "../../../../dataframes/protocol/comm-target.ts";
import { Comms } from "../../../../kernel/session/comms.ts";
import { Lease } from "../../../../kernel/session/lease.ts";
import { decodeCommPacket, encodeCommPacket } from "../../../../kernel/wire/comm-packet.ts";
import { decodeMessage } from "../../../../protocol/codec.ts";
import { newHeader, type Message } from "../../../../protocol/message.ts";

const message = (type: string, content: object): Message => ({
  channel: "shell",
  header: newHeader(type, "s"),
  parentHeader: undefined,
  metadata: {},
  content,
  buffers: [],
});

/** A client, and what it was sent: the type and the content of each. */
function newClient() {
  const sent: [string, unknown][] = [];
  const send = (frame: Uint8Array): void => {
    const { header, content } = decodeMessage(frame);
    sent.push([header.msg_type, content]);
  };
  return { sent, client: { send } };
}

function newComms() {
  const told: [string, string, unknown][] = [];
  let stands = false;
  const comms = new Comms(
    "s",
    (payload) => {
      const { packet } = decodeCommPacket(payload);
      told.push([packet.type, packet.comm, packet.data]);
    },
    () => stands,
  );
  return { comms, told, standStill: () => (stands = true) };
}

const open = message("comm_open", { comm_id: "c", target_name: dataframesTarget, data: 1 });

describe("comms between clients and the runtime", () => {
  it("carry what either says to the other, until one closes", () => {
    const { comms, told } = newComms();
    const { client, sent } = newClient();
    comms.take(open, client);
    comms.take(message("comm_msg", { comm_id: "c", data: 2 }), client);
    assert.deepEqual(comms.info().comms, { c: { target_name: dataframesTarget } });
    comms.pass(encodeCommPacket({ comm: "c", type: "message", data: { a: 1 } }, [new Uint8Array(2)]));
    comms.pass(encodeCommPacket({ comm: "c", type: "close", data: {} }));
    comms.pass(encodeCommPacket({ comm: "c", type: "message", data: "nobody hears" }));
    assert.deepEqual(told, [
      ["open", "c", 1],
      ["message", "c", 2],
    ]);
    assert.deepEqual(sent, [
      ["comm_msg", { comm_id: "c", data: { a: 1 } }],
      ["comm_close", { comm_id: "c", data: {} }],
    ]);
    assert.deepEqual(comms.info().comms, {});
  });

  it("are closed to a client that did not open them", () => {
    const { comms, told } = newComms();
    const { client, sent } = newClient();
    comms.take(open, newClient().client);
    comms.take(message("comm_msg", { comm_id: "c", data: 2 }), client);
    comms.take(message("comm_close", { comm_id: "c", data: {} }), client);
    assert.deepEqual(sent, [["comm_close", { comm_id: "c", data: {} }]]);
    assert.equal(told.length, 1);
  });

  it("answer at once that a debugger has paused the runtime", () => {
    const { comms, told, standStill } = newComms();
    const { client, sent } = newClient();
    comms.take(open, client);
    standStill();
    comms.take(message("comm_msg", { comm_id: "c", data: { id: 7 } }), client);
    assert.equal(told.length, 1);
    assert.match(JSON.stringify(sent), /"id":7.*paused in the debugger/);
  });

  it("end with their client, and with the runtime", () => {
    const { comms, told } = newComms();
    const [gone, stays] = [newClient(), newClient()];
    comms.take(open, gone.client);
    comms.take(message("comm_open", { comm_id: "d", target_name: "t", data: null }), stays.client);
    comms.forget(gone.client);
    assert.deepEqual(told.at(-1), ["close", "c", {}]);
    comms.closeAll();
    assert.deepEqual([gone.sent, stays.sent], [[], [["comm_close", { comm_id: "d", data: {} }]]]);
  });
});

describe("the lease of a kernel", () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it("ends when nobody has held it for as long, counted anew from the last who let go", () => {
    const expired = mock.fn();
    const lease = new Lease(10, expired);
    const [first, second] = [lease.hold(), lease.hold()];
    first();
    first();
    mock.timers.tick(60_000);
    second();
    mock.timers.tick(9_999);
    assert.equal(expired.mock.callCount(), 0);
    mock.timers.tick(1);
    assert.equal(expired.mock.callCount(), 1);
  });

  it("never ends where that was asked for", () => {
    const expired = mock.fn();
    new Lease(0, expired).hold()();
    mock.timers.tick(1e9);
    assert.equal(expired.mock.callCount(), 0);
  });
});
