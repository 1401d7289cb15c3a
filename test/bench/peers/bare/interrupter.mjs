// Ends what the main thread evaluates.
import { Session } from "node:inspector";
import { Socket } from "node:net";

const session = new Session();
session.connectToMainThread();
new Socket({ fd: 4, readable: true, writable: false })
  .on("data", () => session.post("Runtime.terminateExecution"))
  .on("close", () => process.kill(process.pid)); // the parent is gone, and the main thread may be in a loop
