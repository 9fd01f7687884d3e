import { CardsLoading } from "#components/apivideo/cards-loading.tsx";

export default function ThemesLoading() {
  return <CardsLoading columns="grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]" />;
}
