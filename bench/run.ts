import { arch, cpus, platform } from 'node:os'
import { parseArgs } from 'node:util'
import { compareWith } from './against.ts'
import { checkAnswers } from './check.ts'
import { type Figures, measure } from './measure.ts'
import { buildServers, serverNames, startProcess, startServer } from './servers.ts'
import { median, missedTargets, toMarkdown } from './table.ts'

const { values } = parseArgs({
  options: {
    /** The time under load of each server for a case, over all rounds and starts. */
    seconds: { type: 'string', default: '6' },
    /** How often all servers are restarted. */
    starts: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    /** Another commit to compare with, instead of the hosts by hand. */
    against: { type: 'string' },
    /** How often both commits are restarted, with --against. */
    passes: { type: 'string', default: '7' },
    /** Print only the text for a document, on stdout. */
    markdown: { type: 'boolean', default: false },
  },
})
const seconds = values.quick ? 1.5 : Number(values.seconds)
if (!(seconds > 0)) throw new Error(`--seconds takes a number above 0; got ${values.seconds}`)
const starts = values.quick ? 1 : Number(values.starts)
if (!(Number.isInteger(starts) && starts > 0))
  throw new Error(`--starts takes a whole number from 1; got ${values.starts}`)

// Progress goes to stderr, so that stdout can be piped into a document.
const say = (line: string): void => void (values.markdown || console.error(line))

await buildServers()
const connections = 32
if (values.against !== undefined) {
  const passes = Number(values.passes)
  say(`this commit beside ${values.against}: ${String(passes)} passes …`)
  const ratios = await compareWith(values.against, { seconds: 1.5, connections, passes })
  for (const [name, list] of ratios) {
    console.log(
      `${median(list).toFixed(3)}  ${name}  (${list.map((one) => one.toFixed(2)).join(' ')})`,
    )
  }
  process.exit()
}
const all: Figures[] = []
for (let start = 1; start <= starts; start++) {
  const servers = await Promise.all(serverNames.map((name) => startServer(name)))
  const load = startProcess('load')
  try {
    for (const server of servers) await checkAnswers(server)
    say(`start ${String(start)}: ${String(servers.length)} servers give the same answers; timing …`)
    all.push(await measure(servers, load, { seconds: seconds / starts, connections }))
  } finally {
    for (const server of servers) server.stop()
    load.disconnect()
  }
}
const machine = `Node ${process.versions.node}, ${cpus()[0]?.model ?? arch()}, ${platform()}`
const setting = `${String(starts)} starts, ${String(connections)} connections`
console.log(`${toMarkdown(all)}\n\n${machine}; ${setting}.`)
for (const line of missedTargets(all)) say(`below its target: ${line}`)
