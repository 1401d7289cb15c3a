/** What the name of a base image says about it. */

const nodeImage = /^(?:docker\.io\/)?(?:library\/)?node:(\d+)(?:[.@-]|$)/;

/** True when it is an official Node image of version 24 or newer; then nothing is brought along. */
export function hasOwnNode(base: string): boolean {
  return Number(nodeImage.exec(base)?.[1] ?? 0) >= 24;
}

/** True for Alpine and images built on it: musl instead of glibc, apk instead of apt. */
export function usesApk(base: string): boolean {
  return /(?:^|\/)alpine(?=[:@]|$)|[:-]alpine/.test(base);
}

/** The base images that pipenb brings instructions for, by their names behind "pipenb/". */
export const ownBases = ["base", "data", "geo"] as const;

export type OwnBase = (typeof ownBases)[number];

/** Which of them an image's name means. */
export function ownBase(image: string): OwnBase | undefined {
  const [, name] = /^pipenb\/([a-z]+)(?::latest)?$/.exec(image) ?? [];
  return ownBases.find((each) => each === name);
}
