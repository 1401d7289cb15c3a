/** Jupyter's connection file: where a kernel listens, and the key that messages are signed with. */
import { randomBytes } from "node:crypto";
import * as z from "zod";

const PortSchema = z.number().int().min(0).max(65535).default(0);

const ConnectionSchema = z.looseObject({
  transport: z.enum(["tcp", "ipc"]).default("tcp"),
  /** Of `ipc`: how the paths of its sockets begin. */
  ip: z.string().min(1).default("127.0.0.1"),
  shell_port: PortSchema,
  iopub_port: PortSchema,
  stdin_port: PortSchema,
  control_port: PortSchema,
  hb_port: PortSchema,
  key: z.string().default(""),
  signature_scheme: z.enum(["hmac-sha256", "hmac-sha384", "hmac-sha512"]).default("hmac-sha256"),
});

/** What the file says; a port of 0 is still to be chosen. */
export type ConnectionInfo = z.infer<typeof ConnectionSchema>;

export const socketNames = ["shell", "iopub", "stdin", "control", "hb"] as const;
export type SocketName = (typeof socketNames)[number];

/** A connection that cannot be served, and why, in sentences. */
export class ConnectionFileError extends Error {
  override readonly name = "ConnectionFileError";
}

/** Reads the text of a connection file. Throws a {@link ConnectionFileError}. */
export function readConnection(text: string, path: string): ConnectionInfo {
  const value = jsonOf(text);
  const read = ConnectionSchema.safeParse(value);
  if (!read.success)
    throw new ConnectionFileError(
      `${path} is no connection file of Jupyter: ${z.prettifyError(read.error)}. Let the client write it, or name a file that is not there yet.`,
    );
  const info = read.data;
  if (typeof info["curve_publickey"] === "string")
    throw new ConnectionFileError(
      `${path} asks for encrypted sockets (CurveZMQ), which this kernel has not. Set transport_encryption to "auto" or "disabled".`,
    );
  if (info.key === "" && info.transport === "tcp")
    throw new ConnectionFileError(
      `${path} has no key, so that everybody on this machine could run code. Give it a "key", or use the transport "ipc".`,
    );
  if (info.transport === "ipc" && socketNames.some((name) => info[`${name}_port`] === 0))
    throw new ConnectionFileError(`${path} names no sockets. Give each port a number of its own.`);
  return info;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A connection on free ports of this machine alone, with a key of its own. */
export function newConnection(): ConnectionInfo {
  return ConnectionSchema.parse({ key: randomBytes(24).toString("hex"), kernel_name: "pipenb" });
}
