/** The environment of our own small programs in a container: settings that the front matter has for the Node of its cells are not for them. */
export const plainNode: Readonly<Record<string, string>> = { NODE_OPTIONS: "" };
