import { Tokenizer } from "htmlparser2";

export interface TagHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/**
 * A page's tags and texts in order, names in lower case, entities decoded. Without a stack of open tags: keeping one
 * costs a page of a hundred thousand tags inside each other minutes.
 */
export function readTags(html: string, handlers: TagHandlers): void {
  let name = "";
  let attributes: Record<string, string> = {};
  let attribute = "";
  let value = "";
  const finish = () => handlers.open(name, attributes);
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        attributes = {};
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
      },
      onattribdata(start, end) {
        value += html.slice(start, end);
      },
      onattribentity(codePoint) {
        value += String.fromCodePoint(codePoint);
      },
      onattribend() {
        if (!Object.hasOwn(attributes, attribute)) attributes[attribute] = value;
        value = "";
      },
      onopentagend: finish,
      onselfclosingtag: finish,
      onclosetag: (start, end) => handlers.close(html.slice(start, end).trim().toLowerCase()),
      ontext: (start, end) => handlers.text(html.slice(start, end)),
      ontextentity: (codePoint) => handlers.text(String.fromCodePoint(codePoint)),
      oncdata() {},
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}
