/**
 * Returns the value of a `content-disposition` header with a file name of any characters (RFC 6266,
 * RFC 8187). Path separators and control characters are replaced.
 *
 * @example
 * contentDisposition('résumé.pdf')
 * // `attachment; filename="r_sum_.pdf"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf`
 */
export function contentDisposition(
  fileName: string,
  type: 'attachment' | 'inline' = 'attachment',
): string {
  const name = fileName
    // eslint-disable-next-line no-control-regex -- a file name must not contain these
    .replace(/[\0-\x1f\x7f-\x9f/\\\u2028\u2029]/g, '_')
    .replace(/\p{Cs}/gu, '\ufffd')
  const plain = name.replace(/[^ -~]|["%]/g, '_')
  const value = `${type}; filename="${plain}"`
  if (plain === name) return value
  // RFC 8187 §3.2.1: what is no attr-char is percent-encoded.
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${value}; filename*=UTF-8''${encoded}`
}
