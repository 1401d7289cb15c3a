/** Runs a module of tests inside the extension host of a code-server window, and hands back how it ended. */
import type { Browser } from "playwright-core";

export interface HostWindow {
  readonly port: number;
  readonly folder: string;
  /** The extension "under development", and the module that exports `run(): Promise<void>`. */
  readonly developmentPath: string;
  readonly testsPath: string;
}

function windowUrl({ port, folder, developmentPath, testsPath }: HostWindow): string {
  const remote = (path: string): string => `vscode-remote://localhost:${port}${path}`;
  const payload = [
    ["extensionDevelopmentPath", remote(developmentPath)],
    ["extensionTestsPath", remote(testsPath)],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://localhost:${port}/?${query.toString()}`;
}

/** Newer editors report to the page only when their configuration names the smoke test driver; added as the page loads. */
const enableReports = `
  new MutationObserver((_, observer) => {
    const element = document.querySelector("#vscode-workbench-web-configuration");
    if (element === null) return;
    observer.disconnect();
    const settings = JSON.parse(element.getAttribute("data-settings"));
    settings.developmentOptions = { ...settings.developmentOptions, enableSmokeTestDriver: true };
    element.setAttribute("data-settings", JSON.stringify(settings));
  }).observe(document, { childList: true, subtree: true });
`;

/** Opens the window and waits for the tests' end; gives their exit code. */
export async function runInHost(browser: Browser, window: HostWindow): Promise<number> {
  const page = await (await browser.newContext()).newPage();
  const exit = Promise.withResolvers<number>();
  await page.exposeFunction("codeAutomationLog", (type: string, args: readonly unknown[]) => {
    process.stdout.write(`[${type}] ${args.map(String).join(" ")}\n`);
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => {
    exit.resolve(code);
  });
  page.once("crash", () => {
    exit.reject(new Error("The editor's page crashed."));
  });
  await page.addInitScript({ content: enableReports });
  await page.goto(windowUrl(window));
  try {
    return await exit.promise;
  } finally {
    await page.context().close();
  }
}
