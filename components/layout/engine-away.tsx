import { Banner } from "#components/ui/banner.tsx";

export default function EngineAway({ isRestarting }: { isRestarting: boolean }) {
  return (
    <div className="px-4 pt-3 sm:px-5">
      <Banner>
        <strong>The engine is {isRestarting ? "restarting" : "down"}.</strong> Videos of the local connections
        cannot be played or encoded until it is back; it is being started again by itself.
      </Banner>
    </div>
  );
}
