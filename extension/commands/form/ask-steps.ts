/** Asks the steps of a form one after the other in the editor's quick input, with a way back. */
import * as vscode from "vscode";
import type { FormStep } from "./parameter-step.ts";

/** The texts by name; undefined when the user closed the form. */
export async function askSteps(
  title: string,
  steps: readonly FormStep[],
): Promise<Readonly<Record<string, string>> | undefined> {
  const texts: Record<string, string> = {};
  let index = 0;
  for (let step = steps[index]; step !== undefined; step = steps[index]) {
    const place = { title, step: index + 1, of: steps.length };
    const answer = await ask({ ...step, value: texts[step.name] ?? step.value }, place);
    if (answer.kind === "closed") return undefined;
    if (answer.kind === "text") texts[step.name] = answer.text;
    index += answer.kind === "back" ? -1 : 1;
  }
  return texts;
}

type Answer =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "back" } | { readonly kind: "closed" };

interface Place {
  readonly title: string;
  readonly step: number;
  readonly of: number;
}

function ask(step: FormStep, place: Place): Promise<Answer> {
  return step.kind === "text" ? askText(step, place) : askChoice(step, place);
}

function askText(step: FormStep & { kind: "text" }, place: Place): Promise<Answer> {
  const input = vscode.window.createInputBox();
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.value = step.value;
  const check = (): boolean => {
    const problem = step.problem(input.value);
    input.validationMessage = problem;
    return problem === undefined;
  };
  check();
  input.onDidChangeValue(check);
  return shown(input, place, step.name, () =>
    check() ? { kind: "text", text: step.tidy(input.value) } : undefined,
  );
}

function askChoice(step: FormStep & { kind: "choice" }, place: Place): Promise<Answer> {
  const input = vscode.window.createQuickPick();
  const items = step.options.map(({ text, description }) => ({ label: text, description }));
  input.placeholder = step.prompt;
  input.items = items;
  input.activeItems = items.filter(({ label }) => label === step.value);
  return shown(input, place, step.name, () => {
    const [chosen] = input.selectedItems;
    return chosen === undefined ? undefined : { kind: "text", text: chosen.label };
  });
}

/** Shows the input until there is an answer; `read` gives undefined for what cannot be taken yet. */
function shown(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  { title, step, of }: Place,
  name: string,
  read: () => Answer | undefined,
): Promise<Answer> {
  input.title = `${title}: ${name}`;
  input.step = step;
  input.totalSteps = of;
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer>((resolve) => {
    input.onDidAccept(() => {
      const answer = read();
      if (answer !== undefined) resolve(answer);
    });
    input.onDidTriggerButton(() => {
      resolve({ kind: "back" });
    });
    input.onDidHide(() => {
      resolve({ kind: "closed" });
    });
    input.show();
  }).finally(() => {
    input.dispose();
  });
}
