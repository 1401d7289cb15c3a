/** Which server a client speaks to, as the two usual clients tell it: `pg` in its own properties, postgres.js in its options, in lists. */

const defaultPort = 5432;

/** `HOST:PORT`; undefined of a client that does not tell. */
export function serverOf(client: object): string | undefined {
  const options = field(client, "options");
  const told =
    field(client, "host") === undefined && typeof options === "object" && options !== null ? options : client;
  const host = first(field(told, "host"));
  if (typeof host !== "string" || host === "") return undefined;
  const port = Number(first(field(told, "port")) ?? defaultPort);
  // A path is a socket of this machine.
  return `${host.startsWith("/") ? "localhost" : host}:${port}`;
}

/** Clients may be functions. */
function field(from: object, name: string): unknown {
  return Reflect.get(from, name);
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
