/** Responses that every converter is asked for. */
export interface GivenAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | Uint8Array | undefined
}

const text = ['content-type', 'text/plain; charset=utf-8'] as const

export const answers: Readonly<Record<string, GivenAnswer>> = {
  'one-cookie': { status: 200, headers: [text, ['set-cookie', 'a=1; Path=/']], body: 'x' },
  'two-cookies': {
    status: 200,
    headers: [
      text,
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
    ],
    body: 'x',
  },
  text: { status: 200, headers: [text], body: 'λ and 😀' },
  html: { status: 404, headers: [['content-type', 'text/html; charset=utf-8']], body: '<p>λ' },
  json: { status: 200, headers: [['content-type', 'application/json']], body: '{"a":"λ"}' },
  problem: {
    status: 422,
    headers: [['content-type', 'application/problem+json']],
    body: '{"code":"validation"}',
  },
  bytes: {
    status: 200,
    headers: [['content-type', 'image/png']],
    body: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0),
  },
  octets: {
    status: 200,
    headers: [['content-type', 'application/octet-stream']],
    body: Uint8Array.of(0, 255, 254, 10),
  },
  zipped: {
    status: 200,
    headers: [text, ['content-encoding', 'gzip']],
    body: Uint8Array.of(0x1f, 0x8b, 8, 0, 0xff),
  },
  nothing: { status: 204, headers: [], body: undefined },
  unchanged: { status: 304, headers: [['etag', '"a"']], body: undefined },
}

/** The answer that a path asks for. */
export function answerOf(path: string): GivenAnswer | undefined {
  const name = /^\/answer\/([\w-]+)$/.exec(path)?.[1]
  return name === undefined ? undefined : answers[name]
}
