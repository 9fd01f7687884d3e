"use client";

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { xml } from "@codemirror/lang-xml";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { cn } from "#components/ui/class-names.ts";

export interface EditorProblem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export interface CodeEditorProps {
  label: string;
  language: "json" | "xml";
  value: string;
  problems: readonly EditorProblem[];
  describedBy?: string;
  isWrong?: boolean;
  className?: string;
  onChange(value: string): void;
  /** Hands out a way to put text where the cursor is. */
  onReady?(insert: (text: string) => void): void;
}

const highlighting = HighlightStyle.define([
  { tag: [tags.tagName, tags.propertyName], color: "var(--working-text)" },
  { tag: [tags.attributeName], color: "var(--gray-11)" },
  { tag: [tags.string, tags.attributeValue], color: "var(--ready-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--degraded-text)" },
  { tag: [tags.comment, tags.processingInstruction], color: "var(--gray-10)", fontStyle: "italic" },
  { tag: [tags.angleBracket, tags.bracket, tags.separator, tags.punctuation], color: "var(--gray-10)" },
  { tag: tags.invalid, color: "var(--failed-text)" },
]);

const look = EditorView.theme({
  "&": { fontSize: "0.75rem", backgroundColor: "var(--surface)", color: "var(--gray-12)", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace', lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--gray-12)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--gray-12)" },
  ".cm-gutters": {
    backgroundColor: "var(--gray-2)",
    color: "var(--gray-10)",
    borderRight: "1px solid var(--gray-6)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--gray-2)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selected-soft) !important",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--gray-12)",
    border: "1px solid var(--gray-7)",
    borderRadius: "6px",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--selected-soft)",
    color: "var(--gray-12)",
  },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--failed)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--failed)" },
  ".cm-matchingBracket": { backgroundColor: "var(--gray-5) !important", outline: "none" },
});

/** CodeMirror, with the look's colours. Tab goes on to the next field, as everywhere. */
export default function CodeEditor(props: CodeEditorProps) {
  const { label, language, value, problems, describedBy, isWrong = false, className } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const attributes = useRef(new Compartment());
  const spoken = useRef(new Compartment());
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          lintGutter(),
          EditorView.lineWrapping,
          spoken.current.of(language === "json" ? json() : xml()),
          syntaxHighlighting(highlighting),
          look,
          keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
          attributes.current.of([]),
          EditorView.updateListener.of((update) => {
            const isTyped = update.docChanged && !update.transactions.some((each) => each.isUserEvent("set"));
            if (isTyped) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    // What can stand where comes after the editor: nobody completes the first letter.
    if (language === "xml") {
      void import("./sxml-completion.ts").then(({ sxmlWithCompletion }) => {
        if (view.current === made)
          made.dispatch({ effects: spoken.current.reconfigure(sxmlWithCompletion()) });
      });
    }
    latest.current.onReady?.((text) => {
      made.dispatch(made.state.replaceSelection(text), { userEvent: "input.insert" });
      made.focus();
    });
    return () => {
      view.current = undefined;
      made.destroy();
    };
  }, [language]);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(
        EditorView.contentAttributes.of({
          "aria-label": label,
          ...(describedBy && { "aria-describedby": describedBy }),
          ...(isWrong && { "aria-invalid": "true" }),
        }),
      ),
    });
  }, [label, describedBy, isWrong]);

  // What changed elsewhere comes in; what was typed here is here already.
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      userEvent: "set",
    });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { length } = editor.state.doc;
    const marks = problems.map(({ from, to, message }) => ({
      from: Math.min(from, length),
      to: Math.min(Math.max(to, from), length),
      severity: "error" as const,
      message,
    }));
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems]);

  return (
    <div
      ref={place}
      className={cn("focus-within:outline-2 focus-within:outline-selected", className)}
      dir="ltr"
    />
  );
}
