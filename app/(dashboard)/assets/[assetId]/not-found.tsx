import { RemovedAsset } from "#components/assets/removed-asset.tsx";

export default function AssetNotFound() {
  return <RemovedAsset />;
}
