const variables: readonly (readonly [name: string, meaning: string])[] = [
  ["$input_file$", "the source"],
  ["$output_file$", "the result"],
  ["$width$  $height$", "the numbers of the form"],
  ["$filters$", "scale and bars as the form says"],
  ["$video_bitrate$", "-b:v …, or nothing"],
  ["$video_quality$", "bitrate or constant quality"],
  ["$audio_bitrate$", "-b:a …, or nothing"],
  ["$audio_sample_rate$", "-ar …, or nothing"],
  ["$audio_channels$", "-ac …, or nothing"],
  ["$fps$", "-r …, or nothing"],
  ["$keyframes$", "-g …, or nothing"],
  ["$clip$", "-ss … -t …, or nothing"],
];

/** What may stand in a command of one's own. */
export function CommandVariables() {
  return (
    <section aria-label="Variables" className="grid gap-2 rounded-lg border bg-card p-4">
      <h3 className="text-sm font-semibold">Variables</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-xs">
        {variables.map(([name, meaning]) => (
          <div key={name} className="contents">
            <dt>
              <code>{name}</code>
            </dt>
            <dd className="text-muted-foreground">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
