/** Node hosts that run in one process. */
export const nodeHosts: readonly string[] = ['node', 'express', 'express-mounted', 'hono-node']

export const MEBIBYTE = 1_048_576

/** Each way to read a body, with the status for a body that is far too long and chunked. */
export const ways: readonly (readonly [target: string, type: string, chunked: number])[] = [
  ['/json', 'application/json', 413],
  ['/text', 'text/plain', 413],
  ['/bytes', 'a/b', 413],
  ['/form', 'application/x-www-form-urlencoded', 413],
  ['/stream', 'a/b', 413],
  ['/demand', 'application/json', 413],
  ['/stream/first', 'a/b', 200],
  ['/stream/unread', 'a/b', 200],
  ['/nothing', 'a/b', 200],
]
