/** The name of an image, as `docker build --tag` takes it. Free of the editor's API. */

const host = /^(localhost|[a-z\d-]+(\.[a-z\d-]+)+|[a-z\d-]+(?=:\d+))(:\d+)?$/i;
const part = /^[a-z\d]+((\.|__?|-+)[a-z\d]+)*$/;
const version = /^\w[\w.-]{0,127}$/;

/** A name for a notebook's image: its file's name in what an image may be called. */
export function defaultTag(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${plain === "" ? "pipeline" : plain}:latest`;
}

/** What is wrong with a name and what to write instead; undefined when it is good. */
export function tagProblem(text: string): string | undefined {
  if (text === "") return "Give the image a name, such as weather:1.";
  if (/\s/.test(text)) return "A name has no blanks. Write a dash instead.";
  if (text.includes("@")) return "A digest cannot be given to a new image. Write a tag behind a colon.";
  const { path, tag } = split(text);
  if (tag !== undefined && !version.test(tag))
    return `"${tag}" cannot stand behind the colon. Letters, digits, "_", "-" and "." can.`;
  const parts = path.split("/");
  const names = parts.length > 1 && host.test(parts[0] ?? "") ? parts.slice(1) : parts;
  const wrong = names.find((each) => !part.test(each));
  if (wrong === undefined) return undefined;
  if (wrong === "") return "A slash has a name on both sides.";
  if (wrong !== wrong.toLowerCase()) return `Write "${wrong}" in lower case.`;
  return `"${wrong}" cannot be a name: small letters and digits can, with ".", "_" or "-" between them.`;
}

/** The colon of a registry's port comes before a slash. */
function split(text: string): { readonly path: string; readonly tag: string | undefined } {
  const colon = text.lastIndexOf(":");
  if (colon < 0 || text.indexOf("/", colon) >= 0) return { path: text, tag: undefined };
  return { path: text.slice(0, colon), tag: text.slice(colon + 1) };
}

/** Where a name without a registry goes; undefined for one that begins with its registry. */
export function hubNotice(text: string): string | undefined {
  const [first = "", ...rest] = text.split("/");
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return undefined;
  return rest.length === 0
    ? "Without a registry and a user this is a name of Docker Hub's own images. Begin with yours: registry.example.com/team/…"
    : `It goes to Docker Hub, as ${text}. For another registry begin with its name: registry.example.com/team/…`;
}
