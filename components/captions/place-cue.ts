const percent = /^(\d{1,3}(?:\.\d+)?)%$/;

type Placed = Pick<
  VTTCue,
  "vertical" | "snapToLines" | "line" | "lineAlign" | "position" | "positionAlign" | "size" | "align"
>;

/** Puts a cue where its settings say (https://www.w3.org/TR/webvtt1/#webvtt-cue-settings); what is wrong in them counts for nothing. */
export function placeCue(cue: Placed, settings: string): void {
  for (const word of settings.split(" ")) {
    const [name = "", value = ""] = word.split(":");
    const [amount = "", side] = value.split(",");
    const share = readPercent(amount);
    switch (name) {
      case "vertical":
        if (value === "rl" || value === "lr") cue.vertical = value;
        break;
      case "line":
        if (share === undefined && !/^-?\d+$/.test(amount)) break;
        cue.snapToLines = share === undefined;
        cue.line = share ?? Number(amount);
        if (side === "start" || side === "center" || side === "end") cue.lineAlign = side;
        break;
      case "position":
        if (share === undefined) break;
        cue.position = share;
        if (side === "line-left" || side === "center" || side === "line-right") cue.positionAlign = side;
        break;
      case "size":
        if (share !== undefined) cue.size = share;
        break;
      case "align":
        if (isAlign(value)) cue.align = value;
    }
  }
}

function readPercent(text: string): number | undefined {
  const share = Number(percent.exec(text)?.[1] ?? Number.NaN);
  return share <= 100 ? share : undefined;
}

const isAlign = (value: string): value is AlignSetting =>
  ["start", "center", "end", "left", "right"].includes(value);
