export default { printWidth: 110, endOfLine: "auto" };
