/** A film to begin with. Each renders as it stands: where a picture or a video belongs, a colour stands for it. */
export interface SxmlTemplate {
  readonly name: string;
  readonly about: string;
  readonly definition: string;
}

const movie = (body: string) => `<movie service="craftsman-1.0">
  <body>
${body
  .trim()
  .split("\n")
  .map((line) => (line === "" ? "" : `    ${line}`))
  .join("\n")}
  </body>
</movie>
`;

export const sxmlTemplates: readonly SxmlTemplate[] = [
  {
    name: "Title card",
    about: "A line of text rises over a colour.",
    definition: movie(`
<stack duration="3">
  <effect type="none"><image color="#1d2b4f"/></effect>
  <text type="zone" fontcolor="#ffffff" left="0.1" right="0.1" height="0.3">Your title<animator type="slide-in" direction="up" duration="0.5"/></text>
</stack>`),
  },
  {
    name: "Two scenes",
    about: "One fades into the other, each with its words.",
    definition: movie(`
<stack duration="3">
  <effect type="none"><image color="#274690"/></effect>
  <text type="zone" fontcolor="#ffffff" left="0.1" right="0.1" height="0.25" margin-start="0.5" margin-end="0.5">First</text>
</stack>
<transition type="crossfade" duration="1"/>
<stack duration="3">
  <effect type="none"><image color="#8a3b12"/></effect>
  <text type="zone" fontcolor="#ffffff" left="0.1" right="0.1" height="0.25" margin-start="0.5" margin-end="0.5">Second</text>
</stack>`),
  },
  {
    name: "Lower third",
    about: "A name on a bar that slides in. Put your video where the colour is.",
    definition: movie(`
<stack duration="4">
  <effect type="none"><image color="#3c4a3e"/></effect>
  <overlay left="0.05" bottom="0.08" width="0.5" height="0.16" margin-start="0.5" duration="3">
    <image color="#000000b0"/>
    <animator type="slide-in" direction="right" duration="0.4"/>
  </overlay>
  <text type="zone" fontcolor="#ffffff" left="0.07" bottom="0.1" width="0.46" height="0.12" margin-start="0.9" duration="2.6">Ada Lovelace</text>
</stack>`),
  },
  {
    name: "Slide show",
    about: "Pictures that move slowly, wiped from one to the next. Put yours where the colours are.",
    definition: movie(`
<effect type="kenburns" duration="3"><image color="#7a4b94"/></effect>
<transition type="wipe" direction="left" duration="0.7"/>
<effect type="kenburns" direction="negative" duration="3"><image color="#2f7f86"/></effect>
<transition type="over" direction="left" duration="0.7"/>
<effect type="panscan" duration="3"><image color="#b3543c"/></effect>`),
  },
  {
    name: "Picture in picture",
    about: "A small picture comes in over a large one, with a frame.",
    definition: movie(`
<stack duration="4">
  <effect type="none"><image color="#e8e2d5"/></effect>
  <overlay right="0.06" top="0.08" width="0.34" height="0.34" margin-start="0.5" duration="3">
    <image color="#c8553d"/>
    <filter type="frame" width="0.02" color="#ffffff"/>
    <animator type="slide-in" direction="left" duration="0.5"/>
  </overlay>
</stack>`),
  },
];
