/** Leaves signs of life where whoever has started the run asks for them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beatMilliseconds, lifeSignText, lifeSignVariable, type LifeSign } from "../result/life-sign.ts";
import { given } from "../result/run-settings.ts";

/** Gives what is to be called with the exit code at the end. What cannot be written is nobody's failure. */
export function leaveLifeSigns(
  env: Readonly<Record<string, string | undefined>>,
): (exitCode: number) => void {
  const place = given(env, lifeSignVariable);
  if (place === undefined) return () => undefined;
  const leave = (sign: LifeSign): void => {
    try {
      writeFileSync(place, lifeSignText(sign));
    } catch {
      // A full disk, or one that is not to be written to.
    }
  };
  try {
    mkdirSync(dirname(place));
  } catch {
    // It is there already, or cannot be.
  }
  let beats = 0;
  const beat = (): void => {
    leave({ beat: String((beats += 1)) });
  };
  beat();
  const beating = setInterval(beat, beatMilliseconds);
  return (exitCode) => {
    clearInterval(beating);
    leave({ exitCode });
  };
}
