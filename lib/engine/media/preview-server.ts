import type { IncomingMessage, ServerResponse } from "node:http";
import type { EngineAsset } from "../library/types.ts";

/** The source as HLS, remuxed on request, never encoded. */
export interface PreviewServer {
  /** Whether the source can play so: H.264 and AAC (or either alone) in a container that we demux. */
  canPreview(asset: EngineAsset): boolean;
  /**
   * Answers `index.m3u8`, `init.mp4` or `<n>.m4s` of the asset's preview, with CORS, HEAD and lengths;
   * 404 for any other name.
   */
  serve(req: IncomingMessage, res: ServerResponse, asset: EngineAsset, file: string): Promise<void>;
}
