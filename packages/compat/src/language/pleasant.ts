/** Characters, the most readable ones first. */
export const pleasantCharacters: readonly number[] = [
  ..."abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.@/ :,+#!$%&'()*;<=>?[\\]^`{|}~\"",
].map((character) => character.codePointAt(0) as number);

export function isSurrogate(character: number): boolean {
  return character >= 0xd800 && character <= 0xdfff;
}
