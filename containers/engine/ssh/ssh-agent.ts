/** HTTP over `ssh`: connections are made by the user's ssh program, few at a time, and used again. */
import { Agent, type ClientRequest, type ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../docker-config.ts";
import { SshConnection } from "./ssh-connection.ts";

/** A server takes ten strangers at a time (MaxStartups of sshd) and drops others. */
const dialledAtOnce = 4;
/** What has logged in and waits for a slow answer is no stranger any more. */
const strangerMilliseconds = 3_000;
/** For the next request; then no process is kept for nothing. */
const idleMilliseconds = 15_000;

export class SshAgent extends Agent {
  readonly #address: string;
  readonly #env: Environment;
  readonly #waiting: (() => void)[] = [];
  readonly #idle = new WeakMap<Duplex, NodeJS.Timeout>();
  #dialling = 0;

  /** @param address "ssh://user@host:port" */
  constructor(address: string, env: Environment) {
    super({ keepAlive: true });
    this.#address = address;
    this.#env = env;
  }

  override createConnection(
    _options: ClientRequestArgs,
    made: (error: Error | null, connection: Duplex) => void,
  ): undefined {
    const dial = (): void => {
      this.#dialling += 1;
      const connection = new SshConnection(this.#address, this.#env);
      void Promise.race([connection.answered, sleep(strangerMilliseconds, undefined, { ref: false })]).then(
        () => {
          this.#dialling -= 1;
          this.#waiting.shift()?.();
        },
      );
      made(null, connection);
    };
    if (this.#dialling < dialledAtOnce) dial();
    else this.#waiting.push(dial);
  }

  override keepSocketAlive(connection: Duplex): boolean {
    if (!(connection instanceof SshConnection)) return false;
    connection.unref();
    const end = setTimeout(() => connection.destroy(), idleMilliseconds).unref();
    this.#idle.set(connection, end);
    return true;
  }

  override reuseSocket(connection: Duplex, request: ClientRequest): void {
    clearTimeout(this.#idle.get(connection));
    super.reuseSocket(connection, request);
  }
}
