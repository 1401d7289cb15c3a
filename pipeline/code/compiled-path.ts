/** Where the compiled form of a module stands in an export. */
export const compiledPath = (path: string): string => `compiled/${path}.js`;
