// Two bare processes of Node and a WebSocket between them and a client: what no kernel of this make can be below.
import { spawn } from "node:child_process";
import { WebSocketServer } from "ws";

const child = spawn(process.execPath, [new URL("child.mjs", import.meta.url).pathname], {
  stdio: ["ignore", "pipe", "inherit", "pipe", "pipe", "pipe"],
});
const [, printed, , replies, interrupts, requests] = child.stdio;
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("connection", (socket) => {
  socket.on("message", (data) => {
    const text = data.toString();
    if (text === "interrupt") interrupts.write("!");
    else requests.write(`${text}\n`);
  });
  printed.on("data", (bytes) => socket.send(bytes));
  // A length, and so many bytes.
  let pieces = [];
  let held = 0;
  replies.on("data", (piece) => {
    pieces.push(piece);
    held += piece.length;
    while (held >= 4) {
      const [first] = (pieces = pieces[0].length >= 4 ? pieces : [Buffer.concat(pieces)]);
      const length = first.readUInt32LE(0);
      if (held < 4 + length) return;
      const all = Buffer.concat(pieces);
      socket.send(all.subarray(4, 4 + length).toString(), { binary: false });
      pieces = [all.subarray(4 + length)];
      held = pieces[0].length;
    }
  });
});
server.on("listening", () => process.stdout.write(`${server.address().port}\n`));
