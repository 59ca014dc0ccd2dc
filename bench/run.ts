import { arch, cpus, platform } from 'node:os'
import { parseArgs } from 'node:util'
import { checkAnswers } from './check.ts'
import { measure } from './measure.ts'
import { buildServers, serverNames, startProcess, startServer } from './servers.ts'
import { missedTargets, toMarkdown } from './table.ts'

const { values } = parseArgs({
  options: {
    /** How long each server is under load for a case, all rounds together. */
    seconds: { type: 'string', default: '6' },
    quick: { type: 'boolean', default: false },
    /** Only what belongs in a document, on stdout. */
    markdown: { type: 'boolean', default: false },
  },
})
const seconds = values.quick ? 1.5 : Number(values.seconds)
if (!(seconds > 0)) throw new Error(`--seconds takes a number above 0; got ${values.seconds}`)

// Progress goes to stderr, so that stdout can be piped into a document.
const say = (line: string): void => void (values.markdown || console.error(line))

await buildServers()
const servers = await Promise.all(serverNames.map((name) => startServer(name)))
const load = startProcess('load')
try {
  for (const server of servers) await checkAnswers(server)
  say(`${String(servers.length)} servers give the same answers; timing them …`)
  const connections = 32
  const figures = await measure(servers, load, { seconds, connections })
  const machine = `Node ${process.versions.node}, ${cpus()[0]?.model ?? arch()}, ${platform()}`
  console.log(`${toMarkdown(figures)}\n\n${machine}; ${String(connections)} connections.`)
  for (const line of missedTargets(figures)) say(`below its target: ${line}`)
} finally {
  for (const server of servers) server.stop()
  load.disconnect()
}
