import { ThemeEditorLoading } from "#components/apivideo/theme-editor-loading.tsx";

export default function ThemeLoading() {
  return <ThemeEditorLoading />;
}
