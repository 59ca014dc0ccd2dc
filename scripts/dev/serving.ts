import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import { hostEnvironment } from './hosts.ts'
import type { Host, Run } from './hosts.ts'
import { newestFile } from './newest-file.ts'
import { linePrinter, say } from './output.ts'
import { readStartFailure } from './start-failure.ts'
import { untilItAnswers } from './until-it-answers.ts'

/** A host that runs as a child process. */
export interface Serving {
  readonly host: Host
  readonly url: string
  /** Starts the server. Resolves when it responds, or when it waits for the next change. */
  readonly start: () => Promise<void>
  /** Starts the new version of the sources, if the host does not do that itself. */
  readonly reload: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface ServingHooks {
  readonly adopt: (child: Child) => void
  /** Called if a server that was up ends by itself, or if its settings are wrong. */
  readonly onCrash: (words: string) => void
  /** Reports why a host does not start; an error that several hosts have is shown once. */
  readonly onBroken: (host: Host, failure: ReturnType<typeof readStartFailure>) => void
}

/**
 * Runs one host. A version that does not start is reported in one line, and the next change of a
 * source file starts it anew.
 *
 * @example
 * const express = createServing(host, run, { adopt, onCrash, onBroken })
 * await express.start()
 */
export function createServing(host: Host, run: Run, hooks: ServingHooks): Serving {
  const url = `http://127.0.0.1:${run.port}`
  const print = linePrinter(host.title)
  let current: Child | undefined
  let isUp = false
  // The lines of a version that has not responded yet: they show why it does not start.
  const held: string[] = []
  let flushing: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(flushing)
    for (const line of held.splice(0)) print(line)
  }
  const hold = (line: string): void => {
    held.push(line)
    flushing ??= setTimeout(flush, HOLD_MS).unref()
    if (!isUp) return
    // The line that says whether the error ends the version comes a little later.
    clearTimeout(flushing)
    flushing = setTimeout(flush, 2_000).unref()
  }

  const onLine = (line: string): void => {
    const plain = stripVTControlCharacters(line)
    // The probe of this script is not a request of the user.
    const isProbe = !isUp && plain.includes('"operation":"healthLive"')
    if (isProbe || host.noise?.test(plain)) return
    const isError = host.errors?.test(plain)
    // The rest of an error that was reported already.
    if (isError && !current) return
    if (host.lastWords?.test(plain)) hooks.onCrash(`${host.title} ended (its runtime crashed)`)
    else if (host.brokenStart?.test(plain)) void giveUp()
    else if (!isUp || isError) hold(line)
    else print(line)
  }

  /** Stops a version that does not start, and waits for the next change. */
  const giveUp = async (): Promise<void> => {
    clearTimeout(flushing)
    flushing = undefined
    const lines = held.splice(0).map(stripVTControlCharacters)
    const fatal = lines.find((line) => line.startsWith('Cannot start: '))
    // A setting cannot be corrected by a change of a source file.
    if (fatal !== undefined) return hooks.onCrash(`${host.title}: ${fatal}`)
    const bundle = host.bundles && newestFile(join(run.root, host.bundles), 'worker.js')
    const failure = readStartFailure(lines, { root: run.root, bundle })
    const stopping = stop()
    hooks.onBroken(host, failure)
    await stopping
  }

  const start = async (): Promise<void> => {
    const command = await host.command(run)
    const cwd = join(run.root, host.folder)
    isUp = false
    const child = startChild({ command, cwd, env: hostEnvironment(run), onLine })
    hooks.adopt(child)
    current = child
    if (await untilItAnswers(`${url}/health/live`, child)) {
      flush()
      // The log line of the probe comes a little after its response.
      setTimeout(() => (isUp = current === child || isUp), 500).unref()
      void child.ended.then((words) => {
        if (current === child) hooks.onCrash(`${host.title} ended (${words})`)
      })
    } else if (current === child) await giveUp()
  }

  const stop = async (): Promise<void> => {
    const child = current
    current = undefined
    await child?.stop()
  }

  return {
    host,
    url,
    start,
    stop,
    reload: async () => {
      // wrangler watches the sources itself, as long as it runs.
      if (!host.restarts && current) return
      await stop()
      await start()
      if (current) say(`${host.title} reloaded`)
    },
  }
}

/** A start that takes longer shows its lines before its end. */
const HOLD_MS = 5_000
