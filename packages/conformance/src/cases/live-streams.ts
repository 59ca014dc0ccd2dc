import { STUBBORN } from '../app/stubborn.ts'
import type { DeclaredLiveCase, LiveClient } from '../live/live-case.ts'
import { ask, equal, live, newKey, pause, probe, seen, standstill, tell } from '../live/play.ts'

const MEBIBYTE = 1_048_576
const PIECE = new Uint8Array(65_536).fill(120)
// What kernels and hosts hold between two programs; whoever keeps no pace gives hundreds.
const BUFFERS = 12 * MEBIBYTE

/** Streams both ways, clients that leave, and work that goes on. */
export const liveStreamCases: readonly DeclaredLiveCase[] = [
  live('flow-out', 'makes no more of an answer than a slow client takes', async (client) => {
    const key = newKey()
    const call = client.open({ target: `/live/${key}/endless`, paused: true })
    const first = await standstill(client, key)
    if (first > BUFFERS) throw new Error(`${first} bytes for a client that reads none`)
    equal((await probe(client, key)).moved, first)
    call.resume()
    await seen(client, key, ({ moved }) => moved > first)
    call.leave()
    await seen(client, key, ({ ended, aborted }) => ended && aborted)
  }),
  ...(['chunked', 64 * MEBIBYTE] as const).map((upload) =>
    live(
      upload === 'chunked' ? 'flow-in-chunked' : 'flow-in',
      'takes no more of a body than a slow handler reads',
      async (client) => {
        const key = newKey()
        const call = client.open({ method: 'POST', target: `/live/${key}/slow`, upload })
        let sent = 0
        let state = 'taken'
        while (state === 'taken' && sent < 64 * MEBIBYTE) {
          state = await call.write(PIECE)
          sent += PIECE.length
        }
        if (state !== 'stalled' || call.taken() > BUFFERS) {
          throw new Error(`${call.taken()} bytes taken for a handler that reads none`)
        }
        await tell(client, key)
        const size = upload === 'chunked' ? sent : upload
        for (; sent < size; sent += PIECE.length) await call.write(PIECE)
        call.finish()
        const text = await call.until(/\}$/)
        equal(text, `{"length":${sent}}`)
        call.leave()
      },
    ),
  ),
  live('leave-upload', 'tells a handler that its client has left amid a body', async (client) => {
    const key = newKey()
    const call = client.open({ method: 'POST', target: `/live/${key}/slow`, upload: 1_000_000 })
    await call.write(PIECE)
    await seen(client, key, ({ moved }) => moved > 0)
    call.leave()
    await tell(client, key)
    const { caught } = await seen(client, key, ({ ended }) => ended)
    equal(caught, 'incomplete_body')
  }),
  live('leave-waiting', 'aborts the signal when the client leaves', async (client) => {
    const key = await left(client)
    await seen(client, key, ({ aborted }) => aborted)
    await tell(client, key)
  }),
  live('leave-work', 'lets work go on to its end though the client has left', async (client) => {
    const key = await left(client)
    await seen(client, key, ({ worked }) => worked)
    await tell(client, key)
  }),
  ...STUBBORN.map((way) =>
    live(`leave-${way}`, 'bears a source that fails when it is stopped', async (client) => {
      const key = newKey()
      const call = client.open({ target: `/live/${key}/stubborn/${way}` })
      await seen(client, key, ({ moved }) => moved > 0)
      call.leave()
      await seen(client, key, ({ ended }) => ended)
      await pause(20)
      equal(await ask(client, { target: '/only-get' }), 'hello')
    }),
  ),
  ...STUBBORN.map((way) =>
    live(`head-${way}`, 'bears such a source that is not asked for', async (client) => {
      const key = newKey()
      const call = client.open({ method: 'HEAD', target: `/live/${key}/stubborn/${way}` })
      equal((await call.head()).status, 200)
      call.leave()
      equal(await ask(client, { target: '/only-get' }), 'hello')
    }),
  ),
  live('stream-breaking', 'cuts an answer that breaks amid its way', async (client) => {
    const key = newKey()
    const call = client.open({ target: `/live/${key}/breaking` })
    equal(await call.until(/begun/), 'begun')
    await tell(client, key)
    equal(await call.end(), 'cut')
  }),
  ...(['work', 'whole'] as const).map((what) =>
    live(
      `signal-${what}`,
      `never aborts the signal after a whole answer, at /${what}`,
      async (client) => {
        const key = newKey()
        await ask(client, { target: `/live/${key}/${what}` })
        await pause(50)
        equal((await probe(client, key)).aborted, false)
      },
    ),
  ),
  live('work', 'lets work go on after the answer to its end', async (client) => {
    const key = newKey()
    equal(await ask(client, { target: `/live/${key}/work` }), 'answered')
    await seen(client, key, ({ worked }) => worked)
  }),
  live('work-late', 'bears work that fails after the answer', async (client) => {
    const key = newKey()
    equal(await ask(client, { target: `/live/${key}/late` }), 'answered')
    await seen(client, key, ({ worked }) => worked)
    await pause(20)
    equal(await ask(client, { target: '/only-get' }), 'hello')
  }),
]

/** Begins a request whose handler waits, and leaves. */
async function left(client: LiveClient): Promise<string> {
  const key = newKey()
  const call = client.open({ target: `/live/${key}/waiting` })
  await seen(client, key, ({ moved }) => moved === 1)
  call.leave()
  return key
}
