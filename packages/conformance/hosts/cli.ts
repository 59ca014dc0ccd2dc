import { writeFileSync } from 'node:fs'

import { liveCases } from '../src/cases/live.ts'
import { runLiveCase } from '../src/live/run-live.ts'
import { socketClient } from '../src/live/socket-client.ts'
import { type Result, runCases } from '../src/run-cases.ts'
import { socketTarget } from '../src/socket-target.ts'
import { type KitHost, hostNamed, hosts } from './index.ts'
import { matrixText } from './matrix.ts'

const USAGE = `conformance serve [NAME…]        starts the kit app on every host, or on those named
conformance run URL [--as NAME] [--json]
                                 runs the suite against a url; a path in it is the mount;
                                 --as takes the register of one of our hosts;
                                 --json prints every result as one line of JSON
conformance matrix               writes docs/CONFORMANCE.md from the cases and the registers
names: ${hosts.map(({ name }) => name).join(' ')}`

const [command, ...rest] = process.argv.slice(2)
if (command === 'serve') await serveAll(rest.length > 0 ? rest.map(hostNamed) : hosts)
else if (command === 'run' && rest[0] !== undefined)
  await run(rest[0], rest.includes('--as') ? rest[rest.indexOf('--as') + 1] : undefined)
else if (command === 'matrix')
  writeFileSync(new URL('../../../docs/CONFORMANCE.md', import.meta.url), matrixText())
else {
  console.error(USAGE)
  process.exitCode = 2
}

/** One line of JSON for each host that listens, until a signal; then all of them stop. */
async function serveAll(chosen: readonly KitHost[]): Promise<void> {
  const stops: (() => Promise<void>)[] = []
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve())
    // A wrapper that was killed passes no signal on.
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && resolve(), 500).unref()
  })
  const started = Promise.all(
    chosen.map(async ({ name, start }) => {
      const host = await start()
      stops.push(host.stop)
      if ('url' in host) console.log(JSON.stringify({ adapter: name, url: host.url }))
    }),
  )
  await started.catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
    process.kill(process.pid, 'SIGTERM')
  })
  await ended
  await Promise.all(stops.map((stop) => stop()))
  process.exit()
}

async function run(url: string, name: string | undefined): Promise<void> {
  const gaps = name === undefined ? {} : hostNamed(name).gaps
  const results = [...(await runCases(socketTarget(url), { gaps }))]
  for (const one of liveCases) results.push(await runLiveCase(one, socketClient(url), gaps))
  const isJson = rest.includes('--json')
  for (const result of results) {
    if (isJson) console.log(JSON.stringify(result))
    else if (result.outcome === 'failed') report(result)
  }
  const count = (outcome: Result['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length
  if (!isJson)
    console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('gap')} gaps`)
  process.exitCode = count('failed') === 0 ? 0 : 1
}

function report({ id, name, differences }: Result): void {
  console.log(`${id} ${name}\n${differences.map((line) => `    ${line}\n`).join('')}`)
}
