/** Any text as an object can be called: lower-case letters, digits and "-", 40 characters at most. */
export function objectName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "");
  return (/^[a-z]/.test(name) ? name : `pipenb-${name}`).slice(0, 40).replace(/-+$/, "");
}

/** The last part of an image's name: `weather` of `registry.example.com/team/weather@sha256:…`. */
export function repositoryName(reference: string): string {
  const last = reference.replace(/@.*$/, "").split("/").at(-1) ?? "";
  return last.replace(/:.*$/, "");
}
