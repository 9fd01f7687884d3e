/** What the document lists for a video's spoken language. */
export const spokenLanguages = [
  ..."ar ca cs da de el en es fa fi fr he hi hr hu it ja ko ml nl nn no pl pt ru sk sl te tr uk ur vi zh".split(
    " ",
  ),
] as const;

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** The English name of a language tag (`en`, `pt-BR`); undefined when there is no such language. */
export function languageName(tag: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)) return undefined;
  try {
    return names.of(tag) ?? undefined;
  } catch {
    return undefined;
  }
}
