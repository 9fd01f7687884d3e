// Every element and attribute of the service's documentation, as one film with `@` where the attribute goes. Two values
// that mean different things must give different films; a value that does not is to be refused at its line. What
// would be ignored in silence fails here.

export const film = (body: string) =>
  body.startsWith("<movie") ? body : `<movie service="craftsman-1.0"><body>\n${body}\n</body></movie>`;
export const wide = '<image filename="http://media/wide.png"/>';
export const tall = '<image filename="http://media/tall.png"/>';
const red = '<image color="#ff0000"/>';
const still = `<effect type="none" duration="1">${wide}</effect>`;
const background = `<effect type="none" duration="2">${tall}</effect>`;
const sound = "http://media/sound.mp3";
const clip = "http://media/clip.mp4";

/** An attribute's name, then values, then what else must be given with it. */
type Attribute = readonly [name: string, values: readonly string[], withIt?: string];

interface Place {
  /** The film around the attribute. */
  readonly body: string;
  readonly attributes: readonly Attribute[];
}

const timesWith = (withIt: string): Attribute[] => [
  ["duration", ["0.5", "0.8"], withIt],
  ["margin-start", ["0.2", "0.5"], withIt],
  ["margin-end", ["0.6", "0.9"], withIt],
  ["margin-both", ["0.2", "0.5"], withIt],
];
const times = timesWith("");
const placement: readonly Attribute[] = [
  ["top", ["0.1", "0.3"]],
  ["bottom", ["0.1", "0.3"]],
  ["left", ["0.1", "0.3"]],
  ["right", ["0.1", "0.3"]],
  ["width", ["0.5", "0.8"]],
  ["height", ["0.5", "0.8"]],
];
const depth: Attribute = ["depthEnable", ["true", "false"]];
const ways = ["left", "right", "up", "down"];
const inStack = (inner: string) => `<stack>${background}${inner}</stack>`;
const textAttributes: readonly Attribute[] = [
  ["align", ["left", "right,top", "right"]],
  ["align", ["top", "bottom"]],
  ["align", ["justify", "left"]],
  ["direction", ways, 'speed="30"'],
  ["speed", ["20", "40"], 'direction="left"'],
  ["speed", ["20", "40"]],
  ["speed", ["20", "40"], 'direction="static"'],
  ["fontsize", ["60", "90"]],
  ["fontname", ["Lobster", "Oswald"]],
  ["fontcolor", ["#ff0000", "#00ff00"]],
  ["backgroundcolor", ["#0000ff", "#00ff0080"]],
  ["vector", ["true", "false"]],
  ["reference", ["M", "MMM MMM"]],
  ["reference", ["M", "MMM MMM"], 'wrap="true"'],
  ["wrap", ["true", "false"], 'fontsize="160"'],
  ["interlign", ["0", "1"], 'fontsize="160" wrap="true"'],
  ["face", ["Lobster", "Oswald"]],
  ["face", ["Lobster", "Oswald"], 'fontname="Inter"'],
  ["weight", ["bold", "400"]],
  ["weight", ["100", "200"]],
  ["weight", ["100", "400"], 'fontname="Lobster"'],
  ["style", ["italic", "normal"]],
  ["style", ["italic", "normal"], 'fontname="Lobster"'],
  ["stretch", ["condensed", "expanded"]],
  depth,
];
const text = (type: string): Place => ({
  body: inStack(`<text type="${type}" @>one two three</text>`),
  // A caption stands at the bottom of its box, and is as wide as its words: the box shows by what they are aligned to.
  attributes: [
    ...times,
    ...placement.map(([name, values]): Attribute => {
      const vertical = name === "height" ? "bottom" : "center";
      return [name, values, type === "legend" ? `align="center,${vertical}" fontsize="110"` : ""];
    }),
    ...textAttributes,
  ],
});
export const effect = (type: string, media = wide): Place => ({
  body: `<effect type="${type}" @>${media}</effect>`,
  attributes: [
    ...times,
    depth,
    ["timeOffset", ["0.5", "1"]],
    ["direction", ["positive", "negative"]],
    // A wide picture has nothing to pan to above and below.
    ["direction", type.startsWith("pan") ? ["left", "right"] : ways],
    ["direction", ["left", "up"], 'adapter="kenburnsAdapter"'],
    ["direction", ["left", "up"], 'adapter="panoramicAdapter"'],
    ["adapter", ["none", "zoomAdapter", "panoramicAdapter", "kenburnsAdapter", "fitAdapter"]],
    ["filterType", ["grow", "shrink"]],
    ["cameramove", ["left", "right"]],
    ["transWidth", ["0.1", "0.3"]],
    ["width", ["0.1", "0.3"]],
    ["color", ["#ff0000", "#00ff00"]],
  ],
});
export const transition = (type: string): Place => ({
  body: `<effect type="none" duration="1.5">${wide}</effect><transition type="${type}" @/><effect type="none" duration="1.5">${tall}</effect>`,
  attributes: [
    ["duration", ["0.5", "0.9"]],
    ["direction", ways],
    ["direction", ["positive", "negative"]],
    ["direction", ["static", "1,0"]],
    ["directions", ["left,up", "up,left"]],
    ["direction", ["left", "right"], 'directions="up,up"'],
    ["rotCenter", ["middle", "left"]],
    ["rotCenters", ["middle,left", "left,middle"]],
    ["angle", ["30", "90"]],
    ["angles", ["30,60", "60,30"]],
    depth,
    ["drawOrder", ["normal", "inverted"]],
  ],
});
const onMedium = (type: string, inner = "") =>
  `<effect type="none" duration="2"><image filename="http://media/wide.png"><filter type="${type}" @>${inner}</filter></image></effect>`;
const onNode = (type: string, inner = "") =>
  `<effect type="none" duration="2">${wide}<filter type="${type}" @>${inner}</filter></effect>`;
const onText = (type: string) =>
  inStack(`<text type="zone" fontsize="200">one<filter type="${type}" @/></text>`);
/** What a filter needs to change anything, before its times can show. */
const needs: Readonly<Record<string, string>> = {
  alpha: 'alphaStart="0" alphaEnd="1"',
  colormap: 'rgba-bias-matrix="#00ff0000,#ff000000,#0000ff00,#000000ff,#00000000"',
  key: 'color="#808080" threshold="0.5"',
  makeTransparent: 'color="#808080" threshold="0.5"',
  exposure: 'exposure="1"',
};
const filter = (type: string, attributes: readonly Attribute[], inner = ""): [string, Place][] => {
  const all = [...timesWith(needs[type] ?? ""), ...attributes];
  return [
    [`filter ${type} on a medium`, { body: onMedium(type, inner), attributes: all }],
    [`filter ${type} on a node`, { body: onNode(type, inner), attributes: all }],
  ];
};
const textFilter = (type: string, attributes: readonly Attribute[]): [string, Place][] => [
  ...filter(type, attributes),
  [`filter ${type} on a text`, { body: onText(type), attributes: [...times, ...attributes] }],
];
const blur: readonly Attribute[] = [
  ["diameter", ["60", "300"]],
  ["diameterX", ["10", "60"]],
  ["diameterY", ["10", "60"]],
  ["bias", ["0", "1"]],
];
const adapter: readonly Attribute[] = [
  ["aspectRatio", ["1", "2"]],
  ["centerStart", ["-1,0", "1,0"]],
  ["centerEnd", ["-1,0", "1,0"]],
  ["zoomStart", ["1", "2"]],
  ["zoomEnd", ["1", "2"]],
  ["zoomLimit", ["1", "2"]],
  ["direction", ["positive", "negative"]],
];
const looks: readonly Attribute[] = [
  ["rate", ["1", "5"]],
  ["offset", ["0.1", "0.5"]],
  ["gamma", ["1", "2"]],
  ["threshold", ["0.2", "0.8"]],
  ["originalBlend", ["0", "0.5"]],
  ["margin", ["0.1", "0.2"]],
  ["exposure", ["-1", "1"]],
];
const animator = (type: string): Place => ({
  body: inStack(
    `<overlay left="0.2" width="0.4" top="0.2" height="0.4">${red}<animator type="${type}" @>${
      type === "custom" ? '<key time="0" pos="0,0,0"/><key time="1.5" pos="1,0,0"/>' : ""
    }</animator></overlay>`,
  ),
  attributes: [
    ...times,
    ["direction", ways],
    ["angle", ["45", "70"]],
    ["growStart", ["0", "0.5"]],
    ["growEnd", ["0.5", "1"]],
    ["mode", ["linear", "quadratic"]],
  ],
});
const key: Place = {
  body: inStack(
    `<overlay left="0.2" width="0.4" top="0.2" height="0.4">${tall}<animator type="custom"><key time="0" @/></animator></overlay>`,
  ),
  attributes: [
    ["pos", ["0,0,0", "0.5,0,0", "0,0.5,0", "0,0,1"]],
    ["scale", ["1,1,1", "2,1,1", "1,2,1"]],
    ["rot", ["30,0,0,1", "60,0,0,1", "30,1,0,0", "30,0,1,0"]],
    ["orient", ["0,0,30", "0,0,60", "30,0,0", "0,30,0"]],
  ],
};
const soundAttributes: readonly Attribute[] = [
  ["skip", ["0.2", "0.5"]],
  ["volume", ["0.5", "2"]],
  ["speed", ["0.5", "2"]],
  ["duck-others", ["0.1", "0.5"]],
  ["duck-threshold", ["0.1", "0.5"]],
  ["duck-margin", ["0.1", "0.5"]],
  ["duck-fade", ["0.1", "0.5"]],
];

export const places: readonly (readonly [string, Place])[] = [
  [
    "movie",
    {
      body: `<movie @><body>${still}</body></movie>`,
      attributes: [["service", ["craftsman-1.0", "craftsman-2.0"]]],
    },
  ],
  [
    "movie with a head",
    {
      body: `<movie service="craftsman-1.0">\n<head @/><body>${still}</body></movie>`,
      attributes: [["filtercode", ["a"]]],
    },
  ],
  ["body", { body: `<movie service="craftsman-1.0">\n<body @>${still}</body></movie>`, attributes: times }],
  ["sequence", { body: inStack(`<sequence @>${still}${still}</sequence>`), attributes: [...times] }],
  [
    "stack",
    {
      body: `${still}<stack @>${background}</stack>`,
      attributes: [
        ...times,
        ["screenWidth", ["100", "200"]],
        ["screenHeight", ["100", "200"]],
        ["static", ["true", "false"]],
      ],
    },
  ],
  ...["none", "kenburns", "panscan", "panel", "flower", "explode", "slice", "rectangles"].map(
    (type) => [`effect ${type}`, effect(type)] as const,
  ),
  ...["diving", "sliding", "rotator", "square"].map(
    (type) => [`effect ${type}`, effect(type, wide + tall)] as const,
  ),
  ["overlay", { body: inStack(`<overlay @>${wide}</overlay>`), attributes: [...times, ...placement, depth] }],
  ...["zone", "legend", "advanced"].map((type) => [`text ${type}`, text(type)] as const),
  [
    "audio",
    {
      body: inStack(`<audio filename="${sound}" @/>`),
      attributes: [
        ...times,
        ...soundAttributes,
        ["fadein", ["0.1", "0.5"]],
        ["fadeout", ["0.1", "0.5"]],
        ["loop", ["true", "false"]],
        ["voice", ["neospeech:julie", "neospeech:paul"]],
      ],
    },
  ],
  [
    "image",
    {
      body: '<effect type="none" duration="2"><image filename="http://media/wide.png" @/></effect>',
      attributes: [
        ["duration", ["0.5", "1"]],
        ["color", ["#ff0000", "#00ff00"]],
        ["width", ["10", "20"]],
        ["height", ["10", "20"]],
        ["type", ["bitmap", "map"]],
        ["center", ["1,2", "3,4"]],
        ["zoom", ["1", "2"]],
        ["size", ["640x640", "320x320"]],
        ["markers", ["1,2", "3,4"]],
        ["maptype", ["map", "satellite"]],
      ],
    },
  ],
  [
    "video",
    {
      body: `<effect type="none" duration="1.5"><video filename="${clip}" @/></effect>`,
      attributes: [
        ...soundAttributes,
        ["audio", ["true", "false"]],
        ["duration", ["0.5", "1"]],
        ["margin-start", ["0.2", "0.5"]],
        ["margin-end", ["0.2", "0.5"]],
        ["loop", ["true", "false"]],
      ],
    },
  ],
  ...[
    ...["crossfade", "move", "dualmove", "over", "under", "scan", "wipe", "scans", "strip", "circle"],
    ...["radial", "waterdrop", "swirl", "spiral", "cube", "custom"],
  ].map((type) => [`transition ${type}`, transition(type)] as const),
  ...filter("alpha", [
    ["alphaStart", ["0.2", "0.8"]],
    ["alphaEnd", ["0.2", "0.8"], 'alphaStart="0"'],
  ]),
  ...["blur", "hblur", "vblur", "gaussianBlur", "hgaussianBlur", "vgaussianBlur"].flatMap((type) =>
    filter(type, blur),
  ),
  ...filter("frame", [
    ["width", ["0.1", "0.3"]],
    ["color", ["#ff0000", "#00ff00"]],
    ["transWidth", ["0.1", "0.3"]],
    ["colorWidth", ["0.1", "0.3"]],
  ]),
  ...["borderBlur", "cornerCut"].flatMap((type) =>
    filter(type, [
      ["transWidth", ["0.1", "0.3"]],
      ["width", ["0.1", "0.3"]],
    ]),
  ),
  ...["tint", "threetint"].flatMap((type) =>
    filter(type, [
      ["whiteColor", ["#ff0000", "#00ff00"]],
      ["mediumColor", ["#ff0000", "#00ff00"]],
      ["blackColor", ["#ff0000", "#00ff00"]],
    ]),
  ),
  ...filter("colormap", [
    ["preset", ["sepia", "mono"]],
    [
      "rgba-bias-matrix",
      [
        "#ff000000,#00ff0000,#0000ff00,#000000ff,#00000000",
        "#00ff0000,#ff000000,#0000ff00,#000000ff,#00000000",
      ],
    ],
  ]),
  ...["mask", "alphamask", "alphainvmask", "lumamask", "lumainvmask"].flatMap((type) =>
    filter(
      type,
      [
        ["opaqueColor", ["#ff0000", "#00ff00"]],
        ["transparentColor", ["#ff0000", "#00ff00"]],
      ],
      tall,
    ),
  ),
  ...["key", "makeTransparent"].flatMap((type) =>
    filter(type, [
      ["color", ["#b30000", "#4d1a1a"]],
      ["threshold", ["0.2", "0.5"], 'color="#808080"'],
    ]),
  ),
  ...["fitAdapter", "fixedAdapter", "panoramicAdapter", "zoomAdapter", "kenburnsAdapter"].flatMap((type) =>
    filter(type, adapter),
  ),
  ...[
    ...["grow", "glow", "flick", "tv", "flashback", "noise", "exposure", "bleach", "threshold", "antialias"],
    ...["identity", "combine", "subRender", "quad", "dof", "displacement", "directionalBlur", "maskedBlur"],
    ...["bilateralBlur", "motionInterpolate", "custom"],
  ].flatMap((type) => filter(type, looks)),
  ...["gradient", "radialGradient"].flatMap((type) =>
    filter(type, [
      ["color0", ["#ff0000", "#00ff00"]],
      ["color1", ["#ff0000", "#00ff00"]],
      ["point0", ["0,0", "1,0"]],
      ["point1", ["0,0", "1,0"]],
      ["center", ["0,0", "1,0"]],
      ["angle", ["30", "60"]],
    ]),
  ),
  ...textFilter("distancemap", [["distanceWidth", ["20", "60"]]]),
  ...textFilter("distancecolor", [
    ["distanceWidth", ["20", "60"]],
    ["color", ["#ff0000", "#00ff00"]],
    ["fillOpacity", ["0.5", "0.8"]],
    ["strokeWidth", ["0.1", "0.2"]],
    ["strokeColor", ["#ff0000", "#00ff00"]],
    ["strokeOpacity", ["0.2", "0.8"]],
    ["strokePosition", ["outside", "inside"]],
    ...["dropShadow", "innerShadow"].flatMap((name): Attribute[] => [
      [`${name}Color`, ["#ff0000", "#00ff00"]],
      [`${name}Opacity`, ["0.2", "0.8"]],
      [`${name}Position`, ["0.2,0.2", "-0.2,0.2"]],
      [`${name}Angle`, ["30", "60"]],
      [`${name}Distance`, ["0.1", "0.2"]],
      [`${name}Width`, ["0.1", "0.2"]],
      [`${name}BlurWidth`, ["0.2", "0.8"], `${name}Color="#00ff00"`],
    ]),
    ...["outerGlow", "innerGlow"].flatMap((name): Attribute[] => [
      [`${name}Color`, ["#ff0000", "#00ff00"]],
      [`${name}Opacity`, ["0.2", "0.8"]],
      [`${name}Width`, ["0.1", "0.3"]],
      [`${name}BlurWidth`, ["0.2", "0.8"]],
    ]),
  ]),
  ...["slide", "slide-in", "slide-out", "rot-in", "rot-out", "grow", "custom"].map(
    (type) => [`animator ${type}`, animator(type)] as const,
  ),
  ["key", key],
  ["camera", { body: `<stack>${background}<camera @/></stack>`, attributes: [["relative", ["true"]]] }],
  ["sphere", { body: "<sphere @/>", attributes: [["radius", ["1", "2"]]] }],
  ["widget", { body: "<widget @/>", attributes: [["type", ["a", "b"]]] }],
];
