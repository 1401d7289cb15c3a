import { writeWhole } from "pipenb";

export async function writeUpper(path: string, text: string): Promise<void> {
  await writeWhole(path, text.toUpperCase());
}
