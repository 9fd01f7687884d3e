/** "line 3, column 5: …" as a place in the text: the rest of the word, or of the element that begins there. */
export function placeProblem(
  text: string,
  said: string,
): { readonly from: number; readonly to: number; readonly message: string } | undefined {
  const [, line, column, message] = /^line (\d+), column (\d+): (.*)$/s.exec(said) ?? [];
  if (!line || !column || message === undefined) return undefined;
  const lines = text.split("\n");
  const index = Math.min(Number(line), lines.length) - 1;
  const before = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  const own = lines[index] ?? "";
  const at = Math.min(Number(column) - 1, own.length);
  const [word = ""] = /^(<\/?[\w.-]*|[\w.-]+|\S?)/.exec(own.slice(at)) ?? [];
  return { from: before + at, to: before + at + Math.max(1, word.length), message };
}
