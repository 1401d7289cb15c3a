/** The environment npm runs in on this machine: certificates of the user's network are trusted as in builds. */
export function npmEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const bundle = env["PIPENB_CA_BUNDLE"];
  return bundle === undefined || bundle === "" ? { ...env } : { ...env, NODE_EXTRA_CA_CERTS: bundle };
}
