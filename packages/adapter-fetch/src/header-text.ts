import { isWorkerd } from './runtime.ts'

/** Decodes a header value as UTF-8, whether the host gives bytes or text. */
export function headerText(value: string): string {
  if (isWorkerd || !NOT_ASCII.test(value)) return value
  return decoder.decode(Uint8Array.from(value, (char) => char.charCodeAt(0)))
}

// A fetch host gives one character per byte (https://fetch.spec.whatwg.org/#concept-header-value);
// workerd has already decoded the bytes.
const NOT_ASCII = /[\x80-\uffff]/
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
