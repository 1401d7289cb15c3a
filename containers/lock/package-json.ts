/** The `package.json` of a notebook's environment, made from its `image.npm`. Pure. */

/**
 * danfojs-node 1.2.0 does not install as it is: it asks for a tarball of xlsx from its maker's own server and for a
 * native TensorFlow that its install script fetches from yet another one, and for `request`, which is given up and has
 * known holes. These stand-ins come from the npm registry, run no install script and serve the same calls.
 */
const danfoOverrides = {
  "@tensorflow/tfjs-node": "npm:@tensorflow/tfjs@4.22.0",
  xlsx: "npm:@e965/xlsx@0.20.3",
  request: "npm:@cypress/request@3.0.10",
};

/** The text of `package.json` for a notebook called `name` with the packages `npm`, sorted, so that the same packages give the same bytes. */
export function packageJson(notebook: {
  readonly name: string;
  readonly npm: Readonly<Record<string, string>>;
}): string {
  const dependencies = sorted(notebook.npm);
  const overrides = overridesFor(dependencies);
  const contents = {
    name: packageName(notebook.name),
    version: "0.0.0",
    private: true,
    type: "module",
    dependencies,
    ...(overrides === undefined ? {} : { overrides }),
  };
  return `${JSON.stringify(contents, undefined, 2)}\n`;
}

function overridesFor(npm: Readonly<Record<string, string>>): object | undefined {
  return Object.hasOwn(npm, "danfojs-node") ? { "danfojs-node": danfoOverrides } : undefined;
}

function sorted(npm: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(npm).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** npm takes small letters, digits, `-`, `_` and `.`, and no name of a package it is to install. */
function packageName(notebook: string): string {
  const name = notebook
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `notebook-${name === "" ? "unnamed" : name}`.slice(0, 200);
}
