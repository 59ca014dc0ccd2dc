import type { IncomingMessage } from 'node:http'

/**
 * Keeps the bytes that a body parser of Express has read. The app then parses them by its own
 * rules,
 * and `bytes()` works.
 *
 * @example
 * express.json({ verify: keepRawBody })
 */
export function keepRawBody(
  req: IncomingMessage & { rawBody?: Uint8Array },
  _res: unknown,
  bytes: Uint8Array,
): void {
  req.rawBody = bytes
}
