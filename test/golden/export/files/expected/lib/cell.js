export const cell = "cell";
