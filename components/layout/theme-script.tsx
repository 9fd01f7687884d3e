/**
 * Sets the theme before the first paint and keeps it: the choice of `lib/client/theme.ts` (which writes the storage
 * and sends the event), else the system's. A script of the document, so that no page's code is needed for it.
 */
const follow = `(()=>{const d=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)"),f=()=>{let t;try{t=localStorage.theme}catch{}
const k=t==="dark"||t!=="light"&&m.matches;d.classList.toggle("dark",k);d.classList.toggle("light",!k)};
f();m.addEventListener("change",f);addEventListener("storage",f);addEventListener("reelyard:theme",f)})()`;

export function ThemeScript({ nonce }: { nonce: string | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which must run before anything is seen
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: follow }} />;
}
