/**
 * What a run that an engine has started leaves in its container: that it is there, and how it has ended. An engine that goes down as
 * it starts a container may not know afterwards that it did, and would start it a second time. Pure.
 */

/** Names the file. */
export const lifeSignVariable = "PIPENB_LIFE_SIGN";

/** A run says again that it is there after so long. */
export const beatMilliseconds = 2_000;

export type LifeSign =
  /** Another text each time. */
  { readonly beat: string } | { readonly exitCode: number };

export function lifeSignText(sign: LifeSign): string {
  return "beat" in sign ? `there ${sign.beat}\n` : `ended ${sign.exitCode}\n`;
}

/** A text that is not yet whole is one that says it is there. */
export function readLifeSign(text: string): LifeSign {
  const code = /^ended (\d+)\n$/.exec(text)?.[1];
  return code === undefined ? { beat: text } : { exitCode: Number(code) };
}
