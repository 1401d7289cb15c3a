/** How Node runs a kernel's supervisor: what it makes is short-lived and small, and a large nursery would only be room that is never given back. */
export const supervisorFlags: readonly string[] = [
  "--max-semi-space-size=1",
  // Node's notice that stripping types is young is not for users; other warnings are.
  "--disable-warning=ExperimentalWarning",
];
