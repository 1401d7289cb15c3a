/** The bytes of a file that may be run as a program: the mode goes with them, as what runs in the kernel must run in the image. */
const programMode = 0o755;

/** Bytes of a file; `mode` where they are a program's. */
interface ProgramBytes extends Uint8Array {
  readonly mode: number;
}

/** Marks bytes as a program's. */
export function programBytes(bytes: Uint8Array): ProgramBytes {
  return Object.assign(bytes, { mode: programMode });
}

/** The mode of a file with these contents; undefined for one that nobody runs. */
export function modeOf(contents: string | Uint8Array): number | undefined {
  return typeof contents !== "string" && "mode" in contents && typeof contents.mode === "number"
    ? contents.mode
    : undefined;
}
