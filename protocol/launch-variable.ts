/** The variable of its environment in which a kernel gets its settings; apart from their schema, which takes a while to load. */
export const launchVariable = "PIPENB_KERNEL";

/** Takes the settings' JSON out of the environment: user code shall not see the token. Throws where there is none. */
export function takeLaunchText(environment: NodeJS.ProcessEnv): string {
  const text = environment[launchVariable];
  if (text === undefined)
    throw new Error(`${launchVariable} is not set. A kernel is started by "pipenb run" or by the editor.`);
  Reflect.deleteProperty(environment, launchVariable);
  return text;
}
