/** `hello`, compressed with gzip. */
export const CODED: Uint8Array<ArrayBuffer> = Uint8Array.from(
  atob('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA=='),
  (character) => character.charCodeAt(0),
)
