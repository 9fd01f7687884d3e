import { earlyDropsName } from "./early-drops.ts";

/**
 * A page is there before it runs. A click on what says `data-early` is remembered until `useEarlyClick` asks for it, a
 * form that says `data-early-submit` is kept as it was filled until `useEarlySubmit` does, and files dropped meanwhile
 * until `takeEarlyDrops` does.
 */
const remember = `addEventListener("click",e=>{const b=e.target.closest?.("[data-early]");if(b)b.dataset.early="clicked"},true);
addEventListener("submit",e=>{const d=e.target.dataset;if("earlySubmit"in d){e.preventDefault();d.earlySubmit="sent"}},true);
window.${earlyDropsName}=[];
for(const t of["dragover","drop"])addEventListener(t,e=>{
const d=window.${earlyDropsName},m=e.dataTransfer;
if(!d||!m?.types.includes("Files"))return;
if(t==="drop"&&!e.defaultPrevented)for(const i of m.items)if(i.kind==="file")d.push({file:i.getAsFile(),entry:i.webkitGetAsEntry()});
e.preventDefault()})`;

export function EarlyClicks({ nonce }: { nonce: string | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, which must run before any file is fetched
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: remember }} />;
}
