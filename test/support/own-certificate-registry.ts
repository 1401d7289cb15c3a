import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";

/** The authority that signed the registry's certificate, for who wants to trust it. */
export const ownAuthority = "test/fixtures/own-certificate/authority.pem";

/** An npm registry without packages, whose certificate only its own authority vouches for: as behind a company's proxy. */
export async function startOwnCertificateRegistry(host = "127.0.0.1") {
  const server = createServer(
    {
      key: await readFile("test/fixtures/own-certificate/registry.key"),
      cert: await readFile("test/fixtures/own-certificate/registry.pem"),
    },
    (_request, response) => {
      response.statusCode = 404;
      response.end("{}");
    },
  );
  let connections = 0;
  server.on("connection", () => (connections += 1));
  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    port,
    /** How often somebody came; whom the certificate does not please leaves at once. */
    connections: () => connections,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
