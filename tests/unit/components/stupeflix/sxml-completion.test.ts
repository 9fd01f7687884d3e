import { CompletionContext, type CompletionSource } from "@codemirror/autocomplete";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { sxmlWithCompletion } from "#components/stupeflix/compose/sxml-completion.ts";

async function offered(text: string) {
  const begun = EditorState.create({ doc: text, extensions: [sxmlWithCompletion()] });
  // An editor reads on while a person thinks; a busy machine does not get to the end in the 20 ms of the beginning.
  ensureSyntaxTree(begun, text.length, 60_000);
  const { state } = begun.update({});
  const names: string[] = [];
  for (const source of state.languageDataAt<CompletionSource>("autocomplete", text.length)) {
    const result = await source(new CompletionContext(state, text.length, true));
    names.push(...(result?.options.map(({ label }) => label) ?? []));
  }
  return names;
}
test("the editor offers what can stand where", async () => {
  const film = '<movie service="craftsman-1.0"><body>';
  expect(await offered(`${film}<`)).toEqual(expect.arrayContaining(["effect", "stack", "transition"]));
  expect(await offered(`${film}<effect `)).toEqual(expect.arrayContaining(["type", "duration", "adapter"]));
  expect((await offered(`${film}<effect type="`)).map((label) => label.replaceAll('"', ""))).toContain(
    "kenburns",
  );
});
