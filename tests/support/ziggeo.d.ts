/** npm `ziggeo` has no types; its classes are made at run time. */
declare module "ziggeo" {
  const ZiggeoSdk: new (applicationToken: string, privateKey: string, encryptionKey: string) => never;
  export default ZiggeoSdk;
}
