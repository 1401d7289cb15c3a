/** The declarations of the library `pipenb` as one module, made from its sources in the checkout `root`. */
export function libraryTypes(root: string): string;
