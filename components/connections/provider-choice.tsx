import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { type ProviderId, providerIds, providerNames } from "#lib/domain/provider-id.ts";

export interface ProviderChoiceProps {
  value: ProviderId;
  onChange(provider: ProviderId): void;
}

/** The four providers as radio buttons: arrow keys move between them. */
export function ProviderChoice({ value, onChange }: ProviderChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Provider</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {providerIds.map((provider) => (
          <label
            key={provider}
            className="relative flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md border border-border-strong bg-card px-3 text-sm transition-colors hover:bg-gray-3 has-checked:border-selected has-checked:bg-selected-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-selected"
          >
            <input
              type="radio"
              name="provider"
              value={provider}
              checked={provider === value}
              onChange={() => onChange(provider)}
              className="absolute inset-0 cursor-pointer appearance-none opacity-0"
            />
            <ProviderMonogram provider={provider} />
            {providerNames[provider].name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
