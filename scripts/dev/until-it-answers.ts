import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Child } from './child.ts'

/** Waits until a URL responds with 200. Returns false if the child ended before that. */
export async function untilItAnswers(url: string, child: Child): Promise<boolean> {
  let ended = false
  void child.ended.then(() => (ended = true))
  while (!ended) {
    if (await answers(url)) return true
    await delay(100)
  }
  return false
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Without an agent: a connection kept alive would hold up the drain of the server.
    const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('error', () => resolve(false))
    request.once('timeout', () => request.destroy())
  })
}
