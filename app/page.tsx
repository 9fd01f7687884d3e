import { providerNames } from "#lib/domain/provider-id.ts";

export default function HomePage() {
  return <p>{providerNames.ziggeo.name}</p>;
}
