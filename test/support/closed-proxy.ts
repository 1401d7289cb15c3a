/** A proxy that lets nobody out, and remembers where programs that are told of it wanted to go. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export class ClosedProxy {
  readonly #server: Server;
  readonly #asked = new Set<string>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#asked.add(request.url ?? "");
      response.writeHead(403).end();
    });
    this.#server.on("connect", ({ url = "" }, socket) => {
      this.#asked.add(url);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
  }

  static async start(): Promise<ClosedProxy> {
    const proxy = new ClosedProxy();
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  /** The variables by which programs go through it, but to this machine. */
  get env(): Readonly<Record<string, string>> {
    const address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const others = "127.0.0.1,localhost,::1";
    return {
      ...{ HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: others },
      ...{ http_proxy: address, https_proxy: address, no_proxy: others },
    };
  }

  /** Hosts and addresses. */
  get asked(): readonly string[] {
    return [...this.#asked];
  }

  stop(): void {
    this.#server.close();
  }
}
