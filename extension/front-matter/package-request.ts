/** What somebody typed who wants a package: `name`, or `name@range`. Pure. */

export interface PackageRequest {
  readonly name: string;
  /** undefined: the newest. */
  readonly range: string | undefined;
}

const name = "(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*";
const request = new RegExp(`^(${name})(?:@(\\S.*))?$`);

/** undefined for words that name no package. */
export function readRequest(typed: string): PackageRequest | undefined {
  const [, found, range] = request.exec(typed.trim()) ?? [];
  return found === undefined ? undefined : { name: found, range: range?.trim() };
}
