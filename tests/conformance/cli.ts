import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { type Host, hosts } from './hosts/index.ts'
import { matrixText } from './matrix.ts'
import { runUrl } from './run-url.ts'

const USAGE = `conformance serve [NAME…]        starts the conformance app on every host, or on the named ones
conformance run URL [--as NAME] [--only PATTERN] [--json]
                                 runs the suite against a URL; its path is the mount;
                                 --as uses the known deviations of a host;
                                 --only runs the cases whose id matches a regular expression;
                                 --json prints every result as one line of JSON
conformance matrix               writes docs/CONFORMANCE.md from the cases and the known deviations
names: ${hosts.map(({ name }) => name).join(' ')}`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: 'string' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
})
const [command, ...rest] = positionals
if (command === 'serve') await serveAll(rest.length > 0 ? rest.map(known) : hosts)
else if (command === 'run' && rest[0] !== undefined) {
  if (!/^https?:/.test(rest[0]) || !URL.canParse(rest[0])) refuse(`no http URL: ${rest[0]}`)
  const knownDeviations = values.as === undefined ? {} : known(values.as).knownDeviations
  const options = { knownDeviations, json: values.json, only: new RegExp(values.only) }
  if (!(await runUrl(rest[0], options))) process.exitCode = 1
} else if (command === 'matrix')
  writeFileSync(new URL('../../docs/CONFORMANCE.md', import.meta.url), matrixText())
else refuse()

function known(name: string): Host {
  return hosts.find((host) => host.name === name) ?? refuse(`no host of this name: ${name}`)
}

function refuse(...reason: string[]): never {
  console.error([...reason, USAGE].join('\n'))
  process.exit(2)
}

/** Prints one line of JSON for each host that listens; on a signal, stops all of them. */
async function serveAll(chosen: readonly Host[]): Promise<void> {
  // Only these lines go to stdout, so that a program can read them. Logs of hosts go to stderr.
  console.log = console.error
  const stops: (() => Promise<void>)[] = []
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve())
    // A wrapper process that was killed does not pass a signal on.
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && resolve(), 500).unref()
  })
  const started = Promise.all(
    chosen.map(async ({ name, start }) => {
      const host = await start()
      stops.push(host.stop)
      if ('url' in host) {
        process.stdout.write(`${JSON.stringify({ adapter: name, url: host.url })}\n`)
      }
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
