/** Settings that keep the editor to itself: nothing is fetched, nothing pops up, nothing is brought back. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "typescript.disableAutomaticTypeAcquisition": true,
  "npm.fetchOnlinePackageInfo": false,
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "window.restoreWindows": "none",
  "security.workspace.trust.startupPrompt": "always",
  "git.openRepositoryInParentFolders": "never",
};
