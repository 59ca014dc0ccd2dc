import { isWorkerd } from './runtime.ts'

/** Reads a header value as UTF-8, whichever way the host hands out the bytes. */
export function headerText(value: string): string {
  if (isWorkerd || !NOT_ASCII.test(value)) return value
  return decoder.decode(Uint8Array.from(value, (char) => char.charCodeAt(0)))
}

// A fetch host gives one character per byte (https://fetch.spec.whatwg.org/#concept-header-value);
// workerd has decoded the bytes already.
const NOT_ASCII = /[\x80-\uffff]/
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
