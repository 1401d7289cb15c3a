/** Secrets of which a test wants to know that nobody wrote them down anywhere, in no form. */
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface PlantedSecrets {
  /** The folder with a file for each. */
  readonly folder: string;
  /** Which of them stands in a text: names and forms. */
  readonly inText: (text: string) => readonly string[];
  /** The same of a file's bytes. */
  readonly inFile: (path: string) => Promise<readonly string[]>;
  /** The same of all files in a folder, each with its path; folders called `secrets` are where they belong. */
  readonly inFolder: (folder: string) => Promise<readonly string[]>;
}

/** Writes one for each name. They have characters that base64 and URLs write otherwise, but for ids, which may have none. */
export async function plantSecrets(folder: string, names: readonly string[]): Promise<PlantedSecrets> {
  await mkdir(folder, { recursive: true });
  const forms = await Promise.all(
    names.map(async (name) => {
      const [begin, end] = [randomBytes(6).toString("hex"), randomBytes(6).toString("hex")];
      const value = `${begin}${name.endsWith("_id") ? "" : "+/=?&"}${end}`;
      await writeFile(join(folder, name), `${value}\n`);
      return [
        [`${name} as it is`, value],
        [`${name} in base64`, Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1)],
        [`${name} in base64 of URLs`, Buffer.from(value).toString("base64url").slice(0, -1)],
        [`${name} as in URLs`, encodeURIComponent(value)],
        [`${name} as in JSON of JavaScript`, value.replaceAll("/", "\\/")],
      ] as const;
    }),
  );
  const patterns = forms.flat();
  const longest = Math.max(...patterns.map(([, text]) => text.length));
  const inText = (text: string): readonly string[] =>
    patterns.filter(([, each]) => text.includes(each)).map(([form]) => form);
  const inFile = async (path: string): Promise<readonly string[]> => {
    const found = new Set<string>();
    let rest = "";
    for await (const chunk of createReadStream(path, { encoding: "latin1", highWaterMark: 1 << 20 })) {
      const text = rest + String(chunk);
      for (const form of inText(text)) found.add(form);
      rest = text.slice(-longest);
    }
    return [...found];
  };
  return {
    folder,
    inText,
    inFile,
    inFolder: async (place) => {
      const found: string[] = [];
      for (const entry of await readdir(place, { withFileTypes: true, recursive: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile() || path.includes("/secrets/")) continue;
        for (const form of await inFile(path)) found.push(`${path}: ${form}`);
      }
      return found;
    },
  };
}
