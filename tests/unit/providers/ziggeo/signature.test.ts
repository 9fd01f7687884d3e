import { createCipheriv } from "node:crypto";
import { describe, expect, test } from "vitest";
import ZiggeoSdk from "ziggeo";
import { decryptAuthToken, encryptAuthToken, generateAuthToken } from "#lib/providers/ziggeo/signature.ts";

/** shared/protocols/ziggeo.md §10, made and read by the vendor's Node and Python SDKs. */
const vector = {
  encryptionKey: "ENCKEY",
  iv: "0123456789abcdef",
  plaintext:
    '{"grants":{"read":{"all":true}},"session_limit":1,"application_token":"APPTOKEN","nonce":"17000000000001234567890"}',
  token:
    "0123456789abcdef93dbcdd96b712b0baef59347fec1cb6c42bbe43aeb6811f9fb85645681d6ecaabec03a92d13dc1ee2baad3a9d28b63041671f1d85201e5b3a109cf215107237ebe7e92302096f4d6eb1037e621914afe1e4a2c4fa43847b41bfdc726597d034bd5a18b23c35df1749cb1014de2a05617846a4a0f1ed79e9ed90c6e42ebe7fadf",
};

describe("client-side auth tokens", () => {
  test("the documented vector is made and read, letter for letter", () => {
    expect(encryptAuthToken(vector.encryptionKey, vector.plaintext, vector.iv)).toBe(vector.token);
    expect(decryptAuthToken(vector.encryptionKey, vector.token)).toBe(vector.plaintext);
  });

  test("what npm ziggeo generates is read, letters of latin-1 too", () => {
    const sdk: { Auth: { generate(given: object): string } } = new ZiggeoSdk("APPTOKEN", "PRIVKEY", "ENCKEY");
    const text = decryptAuthToken("ENCKEY", sdk.Auth.generate({ session_limit: 2, title: "Crème brûlée" }));
    expect(JSON.parse(text ?? "")).toEqual({
      session_limit: 2,
      title: "Crème brûlée",
      application_token: "APPTOKEN",
      nonce: expect.stringMatching(/^\d{14,}$/),
    });
  });

  test("ours differ from one another, name the application and keep every letter", () => {
    const given = { application_token: "APPTOKEN", title: "Žluťoučký 🐎" };
    const tokens = [generateAuthToken("ENCKEY", given), generateAuthToken("ENCKEY", given)];
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(JSON.parse(decryptAuthToken("ENCKEY", tokens[0] ?? "") ?? "")).toMatchObject(given);
  });

  test.each([
    ["another key", "OTHER", vector.token],
    ["a piece cut off", "ENCKEY", vector.token.slice(0, -2)],
    ["a last letter changed", "ENCKEY", `${vector.token.slice(0, -1)}0`],
    ["the vector alone", "ENCKEY", vector.iv],
    ["nothing", "ENCKEY", ""],
    ["other letters", "ENCKEY", vector.token.toUpperCase()],
    ["a thousand zeros", "ENCKEY", "0".repeat(1008)],
  ])("with %s nothing is read, and nothing is thrown", (_what, key, token) => {
    expect(decryptAuthToken(key, token)).not.toBe(vector.plaintext);
  });

  test("bytes that are not UTF-8 are taken for latin-1", () => {
    const cipher = createCipheriv("aes-256-cbc", "6755600f55dbb4077b39c3b5eda9f995", vector.iv);
    const token = vector.iv + cipher.update("é", "latin1", "hex") + cipher.final("hex");
    expect(decryptAuthToken("ENCKEY", token)).toBe("é");
  });
});
