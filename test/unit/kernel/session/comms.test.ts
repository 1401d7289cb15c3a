import assert from "node:assert/strict";
import { mock } from "node:test";
import { dataframesTarget } from "../../../../dataframes/protocol/comm-target.ts";
import { Comms } from "../../../../kernel/session/comms.ts";
import { Journal } from "../../../../kernel/session/journal.ts";
import { Lease } from "../../../../kernel/session/lease.ts";
import { Outbox } from "../../../../kernel/session/outbox.ts";
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
  const outbox = new Outbox(new Journal(), "s");
  const published: string[] = [];
  outbox.subscribe(
    {
      send: (frame) => {
        const { header, parentHeader, content, metadata, buffers } = decodeMessage(frame);
        const { execution_state: state } = content as { execution_state?: string };
        const { version } = metadata as { version?: string };
        published.push(
          [header.msg_type, state, version, parentHeader?.msg_id, buffers.length || undefined]
            .filter((part) => part !== undefined)
            .join(" "),
        );
      },
    },
    undefined,
  );
  const comms = new Comms(outbox, {
    toRuntime: (payload) => {
      const { packet } = decodeCommPacket(payload);
      told.push([packet.type, packet.comm, packet.data]);
    },
    standsStill: () => stands,
    tellDone: (request) => {
      outbox.publish("status", request, { execution_state: "idle" });
    },
  });
  return { comms, outbox, published, told, standStill: () => (stands = true) };
}

const open = message("comm_open", { comm_id: "c", target_name: dataframesTarget, data: 1 });

describe("comms between clients and the runtime", () => {
  it("carry what either says to the other, until one closes", () => {
    const { comms, told } = newComms();
    const { client, sent } = newClient();
    comms.take(open, client);
    comms.take(message("comm_msg", { comm_id: "c", data: 2 }), client);
    assert.deepEqual(comms.info().comms, { c: { target_name: dataframesTarget } });
    comms.pass(0, encodeCommPacket({ comm: "c", type: "message", data: { a: 1 } }, [new Uint8Array(2)]));
    comms.pass(0, encodeCommPacket({ comm: "c", type: "close", data: {} }));
    comms.pass(0, encodeCommPacket({ comm: "c", type: "message", data: "nobody hears" }));
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
    comms.take(
      message("comm_open", { comm_id: "d", target_name: dataframesTarget, data: null }),
      stays.client,
    );
    comms.forget(gone.client);
    assert.deepEqual(told.at(-1), ["close", "c", {}]);
    comms.closeAll();
    assert.deepEqual([gone.sent, stays.sent], [[], [["comm_close", { comm_id: "d", data: {} }]]]);
  });
});

describe("comms that all clients share", () => {
  const said = (type: string, content: object, id: string): Message => {
    const sent = message(type, content);
    return { ...sent, header: { ...sent.header, msg_id: id }, buffers: [new Uint8Array(2)] };
  };
  const opened = encodeCommPacket(
    { comm: "w", type: "open", target: "t", data: {}, metadata: { version: "2.1.0" } },
    [new Uint8Array(1)],
  );

  it("are told to everybody, under the cell that opened them, and heard from anybody", () => {
    const { comms, outbox, published, told } = newComms();
    outbox.begin({ id: 3, parent: { ...newHeader("execute_request", "s"), msg_id: "cell" } });
    comms.pass(3, opened);
    assert.deepEqual(comms.info().comms, { w: { target_name: "t" } });
    assert.deepEqual(comms.info("t").comms, comms.info().comms);
    assert.deepEqual(comms.info("u").comms, {});
    comms.take(said("comm_msg", { comm_id: "w", data: { a: 1 } }, "change"), newClient().client);
    comms.pass(3, encodeCommPacket({ comm: "w", type: "message", turn: 1, data: {} }));
    comms.pass(3, encodeCommPacket({ comm: "w", type: "handled", turn: 1, data: null }));
    comms.pass(3, encodeCommPacket({ comm: "w", type: "message", data: {} }));
    comms.pass(3, encodeCommPacket({ comm: "w", type: "close", data: {} }));
    comms.pass(3, encodeCommPacket({ comm: "w", type: "message", data: {} }));
    assert.deepEqual(told, [["message", "w", { a: 1 }]]);
    assert.deepEqual(published, [
      "comm_open 2.1.0 cell 1",
      "status busy change",
      "comm_msg change",
      "status idle change",
      "comm_msg cell",
      "comm_close cell",
    ]);
  });

  it("are opened by clients too, and closed where nobody listens", () => {
    const { comms, published, told } = newComms();
    const { client } = newClient();
    comms.take(said("comm_open", { comm_id: "c", target_name: "t", data: 1 }, "open"), client);
    comms.pass(0, encodeCommPacket({ comm: "c", type: "close", turn: 1, data: {} }));
    comms.pass(0, encodeCommPacket({ comm: "c", type: "handled", turn: 1, data: null }));
    assert.deepEqual(told, [["open", "c", 1]]);
    assert.deepEqual(published, ["status busy open", "comm_close open", "status idle open"]);
  });

  it("are closed when the runtime is gone, and nobody waits any more", () => {
    const { comms, published } = newComms();
    comms.pass(0, opened);
    comms.take(said("comm_msg", { comm_id: "w", data: {} }, "change"), newClient().client);
    comms.closeAll();
    comms.forget(newClient().client);
    assert.deepEqual(published, [
      "comm_open 2.1.0 1",
      "status busy change",
      "comm_close",
      "status idle change",
    ]);
    assert.deepEqual(comms.info().comms, {});
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
