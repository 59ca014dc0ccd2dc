import type { DeclaredLiveCase } from '../live/live-case.ts'
import { ask, equal, live, newKey, seen, tell } from '../live/play.ts'

/** Server-sent events as a client lives through them. */
export const liveEventCases: readonly DeclaredLiveCase[] = [
  live('sse-head', 'has the head before the first event', async (client) => {
    const call = client.open({ target: `/live/${newKey()}/silent` })
    const { status, headers } = await call.head()
    equal(status, 200)
    equal(headers.find(([name]) => name === 'content-type')?.[1], 'text/event-stream')
    call.leave()
  }),
  live('sse-one-by-one', 'sends each event when it is there', async (client) => {
    const key = newKey()
    const call = client.open({ target: `/live/${key}/events` })
    equal(await call.until(/one\n\n/), ':\n\nid: 1\ndata: one\n\n')
    await tell(client, key)
    equal(await call.until(/two\n\n/), ':\n\nid: 1\ndata: one\n\nid: 2\ndata: two\n\n')
    equal(await call.end(), 'whole')
  }),
  live('sse-keep-alive', 'fills silence with comments', async (client) => {
    const key = newKey()
    const call = client.open({ target: `/live/${key}/kept` })
    await call.until(/^(?::\n\n){4}/)
    await tell(client, key)
    const text = await call.until(/released\n\n$/)
    equal(text.replace(/^(?::\n\n)+/, ''), 'data: released\n\n')
    equal(await call.end(), 'whole')
  }),
  live('sse-leave-silent', 'ends a source that waits when the client leaves', async (client) => {
    const key = newKey()
    const call = client.open({ target: `/live/${key}/kept` })
    await call.until(/:\n\n:/)
    call.leave()
    await seen(client, key, ({ ended, aborted }) => ended && aborted)
  }),
  live('sse-leave-restless', 'ends a source that talks when the client leaves', async (client) => {
    const key = newKey()
    const call = client.open({ target: `/live/${key}/restless` })
    await call.until(/tick/)
    call.leave()
    await seen(client, key, ({ ended, aborted }) => ended && aborted)
  }),
  live('sse-resume', 'goes on behind the event that a client had last', async (client) => {
    const first = client.open({ target: '/events/missed' })
    const text = await first.until(/event 2\n\n/)
    first.leave()
    const id = /id: (.*)\ndata: event 2\n/.exec(text)?.[1] ?? ''
    const answer = await ask(client, {
      target: '/events/missed',
      headers: [['Last-Event-ID', id]],
    })
    equal(answer, ':\n\nid: drei é\ndata: event drei é\n\nid: 4\ndata: event 4\n\n')
  }),
]
