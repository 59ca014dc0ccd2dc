import {
  type LiveCall,
  type LiveClient,
  type LiveRequest,
  STALL_MS,
  withTimeout,
} from './live-case.ts'

type Handle = (request: Request) => Response | Promise<Response>

/** Creates a client for live cases that calls a fetch function in process. */
export function fetchClient(handle: Handle, basePath = ''): LiveClient {
  return { open: (request) => openCall(handle, basePath, request) }
}

function openCall(handle: Handle, basePath: string, given: LiveRequest): LiveCall {
  const { method = 'GET', target, headers = [], upload, paused = false } = given
  const leaving = new AbortController()
  const body = upload === undefined ? undefined : uploadStream()
  const length = typeof upload === 'number' ? [['content-length', String(upload)] as const] : []
  const request = new Request(`http://kit.test${basePath}${target}`, {
    method,
    headers: [['host', 'kit.test'], ...headers, ...length] as [string, string][],
    signal: leaving.signal,
    ...(body ? { body: body.stream, duplex: 'half' } : {}),
  })
  const answered = Promise.resolve(handle(request))
  const gate = Promise.withResolvers<void>()
  if (!paused) gate.resolve()
  let text = ''
  let end: 'whole' | 'cut' | undefined
  let wake = Promise.withResolvers<void>()
  const tell = (): void => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const reader = answered.then(({ body }) => body?.getReader())
  const reading = (async () => {
    await gate.promise
    const source = await reader
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = (await source?.read()) ?? { done: true, value: undefined }
      if (done) return
      text += decoder.decode(value, { stream: true })
      tell()
    }
  })().then(
    () => (end = 'whole' as const),
    () => (end = 'cut' as const),
  )
  void reading.then(tell)
  return {
    head: async () => {
      const { status, headers } = await withTimeout('head', answered)
      return { status, headers: [...headers] }
    },
    until: (pattern) =>
      withTimeout(
        String(pattern),
        (async () => {
          while (!pattern.test(text)) {
            if (end) throw new Error(`the end came before ${String(pattern)}: ${text}`)
            await wake.promise
          }
          return text
        })(),
      ),
    end: () => withTimeout('end', reading),
    resume: gate.resolve,
    write: async (bytes) => body?.write(bytes) ?? 'taken',
    taken: () => body?.taken() ?? 0,
    finish: () => body?.finish(),
    leave: () => {
      if (end) return
      // A server does all three if its client disconnects.
      leaving.abort()
      body?.breakOff()
      void reader.then((source) => source?.cancel()).catch(() => undefined)
    },
  }
}

interface Upload {
  readonly stream: ReadableStream<Uint8Array>
  readonly write: (bytes: Uint8Array) => Promise<'taken' | 'stalled'>
  readonly taken: () => number
  readonly finish: () => void
  readonly breakOff: () => void
}

function uploadStream(): Upload {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  let taken = 0
  return {
    stream: readable,
    taken: () => taken,
    write: async (bytes) => {
      const done = writer.write(bytes).then(
        () => {
          taken += bytes.length
          return 'taken' as const
        },
        () => 'stalled' as const,
      )
      const late = new Promise<'stalled'>((resolve) => setTimeout(resolve, STALL_MS, 'stalled'))
      return Promise.race([done, late])
    },
    finish: () => void writer.close().catch(() => undefined),
    breakOff: () => void writer.abort().catch(() => undefined),
  }
}
