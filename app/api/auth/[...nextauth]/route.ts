import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authForRequest } from "#lib/auth/config.ts";
import { deviceCookieMaxAgeSeconds, deviceCookieName } from "#lib/auth/device.ts";
import { notFromOurPages } from "#lib/auth/refusal.ts";
import { isSameOriginWrite, isSecureRequest } from "#lib/auth/request-facts.ts";

interface AuthRouteContext {
  readonly params: Promise<{ nextauth: string[] }>;
}

async function handle(request: NextRequest, context: AuthRouteContext): Promise<Response> {
  if (request.method === "POST" && !isSameOriginWrite(request.headers)) {
    return Response.json({ error: notFromOurPages }, { status: 403 });
  }
  const { options, newDeviceCookie } = authForRequest(request.headers);
  const response: Response = await NextAuth(request, context, options);
  const deviceCookie = newDeviceCookie();
  if (deviceCookie) {
    const secure = isSecureRequest(request.headers) ? "; Secure" : "";
    const attributes = `Path=/; Max-Age=${deviceCookieMaxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
    response.headers.append("set-cookie", `${deviceCookieName}=${deviceCookie}; ${attributes}`);
  }
  return response;
}

export { handle as GET, handle as POST };
