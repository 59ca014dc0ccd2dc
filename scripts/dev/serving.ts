import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import { hostEnvironment } from './hosts.ts'
import type { Host, Run } from './hosts.ts'
import { linePrinter, say } from './output.ts'

export interface Serving {
  readonly host: Host
  readonly url: string
  /** Starts the server and resolves when it answers. */
  readonly start: () => Promise<void>
  /** Starts it anew; a version that does not start is left for the next change to mend. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * One host, run as a child; `onCrash` is called when it ends by itself.
 *
 * @example
 * const express = createServing(host, run, { adopt, onCrash: (words) => end(words) })
 * await express.start()
 */
export function createServing(
  host: Host,
  run: Run,
  hooks: {
    readonly adopt: (child: Child) => void
    readonly onCrash: (words: string) => void
  },
): Serving {
  const url = `http://127.0.0.1:${run.port}`
  const print = linePrinter(host.title)
  // Our own question whether it is there is no request of the user's.
  let asking = true
  const onLine = (line: string): void => {
    const plain = stripVTControlCharacters(line)
    const isProbe = asking && plain.includes('"operation":"healthLive"')
    if (!isProbe && !host.noise?.test(plain)) print(line)
    if (host.lastWords?.test(plain)) hooks.onCrash(`${host.title} ended (its runtime crashed)`)
  }
  let current: Child | undefined
  const answered = async (child: Child): Promise<boolean> => {
    const isThere = await untilItAnswers(url, child)
    // Its lines come a little after its answers.
    setTimeout(() => (asking = false), 500).unref()
    return isThere
  }

  const launch = async (): Promise<Child> => {
    const command = await host.command(run)
    const cwd = join(run.root, host.folder)
    const child = startChild({ command, cwd, env: hostEnvironment(run), onLine })
    hooks.adopt(child)
    current = child
    asking = true
    return child
  }
  const watchOver = (child: Child): void => {
    void child.ended.then((words) => {
      if (current === child) hooks.onCrash(`${host.title} ended (${words})`)
    })
  }
  const stop = async (): Promise<void> => {
    const child = current
    current = undefined
    await child?.stop()
  }

  return {
    host,
    url,
    stop,
    start: async () => {
      const child = await launch()
      watchOver(child)
      await answered(child)
    },
    restart: async () => {
      await stop()
      const child = await launch()
      if (await answered(child)) {
        watchOver(child)
        say(`${host.title} reloaded`)
      } else if (current === child) {
        say(`${host.title} does not start; it waits for the next change`)
      }
    },
  }
}

/** False where the child ended before it answered. */
async function untilItAnswers(url: string, child: Child): Promise<boolean> {
  let ended = false
  void child.ended.then(() => (ended = true))
  while (!ended) {
    if (await answers(`${url}/health/live`)) return true
    await delay(100)
  }
  return false
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // No agent: a connection kept alive would hold up the drain of the server.
    const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('error', () => resolve(false))
    request.once('timeout', () => request.destroy())
  })
}
