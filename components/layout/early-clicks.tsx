/**
 * A page is there before it runs. A click on what says `data-early` is remembered until `useEarlyClick` asks for it,
 * and a file dropped meanwhile does not take the page away.
 */
const remember = `addEventListener("click",e=>{const b=e.target.closest?.("[data-early]");if(b)b.dataset.early="clicked"},true);
for(const t of["dragover","drop"])addEventListener(t,e=>{if(e.dataTransfer?.types.includes("Files"))e.preventDefault()})`;

export function EarlyClicks({ nonce }: { nonce: string | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which must run before any file is fetched
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: remember }} />;
}
