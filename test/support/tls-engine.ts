/** The engine of this machine behind TLS on an address that is not loopback, which asks callers for a certificate: as one on another machine. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";

const certificateMaker = "/usr/bin/openssl";

export interface TlsEngine {
  /** "tcp://ADDRESS:PORT" */
  readonly address: string;
  /** Folder with ca.pem, cert.pem and key.pem of a caller. */
  readonly certificates: string;
  stop(): Promise<void>;
}

export async function startTlsEngine(socketPath = "/var/run/docker.sock"): Promise<TlsEngine> {
  const host = ownAddress();
  const folder = await mkdtemp(join(tmpdir(), "pipenb-tls-"));
  await makeCertificates(folder, host);
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "server.pem", "server-key.pem"].map((name) => readFile(join(folder, name))),
  );
  const both = { allowHalfOpen: true };
  const server = createServer(
    { ca, cert, key, requestCert: true, rejectUnauthorized: true, ...both },
    (caller) => {
      const engine = connect({ path: socketPath, ...both });
      caller.on("error", () => engine.destroy()).on("close", () => engine.destroy());
      engine.on("error", () => caller.destroy()).on("close", () => caller.destroy());
      caller.pipe(engine);
      engine.pipe(caller);
    },
  ).listen(0, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on TCP has a port.");
  return {
    address: `tcp://${host}:${address.port}`,
    certificates: folder,
    stop: async () => {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function ownAddress(): string {
  for (const each of Object.values(networkInterfaces()).flat())
    if (each?.family === "IPv4" && !each.internal) return each.address;
  throw new Error("This machine has the loopback address alone.");
}

async function makeCertificates(folder: string, host: string): Promise<void> {
  const openssl = (...args: readonly string[]): void => {
    execFileSync(certificateMaker, args, { cwd: folder, stdio: "ignore" });
  };
  const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...fresh, "-keyout", "ca-key.pem", "-out", "ca.pem", "-subj", "/CN=test ca");
  await writeFile(join(folder, "server.ext"), `subjectAltName=IP:${host}\n`);
  await writeFile(join(folder, "client.ext"), "extendedKeyUsage=clientAuth\n");
  for (const [who, cert, key] of [
    ["server", "server.pem", "server-key.pem"],
    ["client", "cert.pem", "key.pem"],
  ] as const) {
    openssl("req", ...fresh, "-keyout", key, "-out", `${who}.csr`, "-subj", `/CN=${who}`);
    const signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-extfile", `${who}.ext`];
    openssl("x509", "-req", "-in", `${who}.csr`, ...signed, "-out", cert);
  }
}
