import { CardsLoading } from "#components/apivideo/cards-loading.tsx";

export default function WatermarksLoading() {
  return <CardsLoading columns="grid-cols-[repeat(auto-fill,minmax(11rem,1fr))]" />;
}
