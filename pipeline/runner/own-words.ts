/** What the runner itself says on standard output and standard error, apart from what cells print there. */
type StreamName = "stdout" | "stderr";

const ways: Record<StreamName, (text: string) => void> = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
};

/** Says something that is no output of a cell. */
export function sayOn(name: StreamName, text: string): void {
  ways[name](text);
}

/** From now on `hear` gets what cells print, just before it is printed. */
export function overhear(hear: (name: StreamName, chunk: string | Uint8Array) => void): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    const write = stream.write.bind(stream);
    ways[name] = (text) => write(text);
    const heard = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      const [encoding] = rest;
      hear(
        name,
        typeof chunk === "string" && isOtherEncoding(encoding) ? Buffer.from(chunk, encoding) : chunk,
      );
      return Boolean(Reflect.apply(write, stream, [chunk, ...rest]));
    };
    stream.write = heard;
  }
}

function isOtherEncoding(encoding: unknown): encoding is BufferEncoding {
  return typeof encoding === "string" && !/^utf-?8$/i.test(encoding);
}
