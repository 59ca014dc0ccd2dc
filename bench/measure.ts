import type { ChildProcess } from 'node:child_process'
import { type BenchCase, cases } from './cases.ts'
import { toMessage } from './check.ts'
import type { LoadOrder } from './load.ts'
import { ask, type RunningServer, type ServerName } from './servers.ts'

/** CPU microseconds per request: a number for each round, by case and server. */
export type Figures = ReadonlyMap<string, ReadonlyMap<ServerName, readonly number[]>>

export interface MeasureOptions {
  /** The time under load of each server for a case, over all rounds of this start. */
  readonly seconds: number
  readonly connections: number
}

// Short, so that other work on the machine affects some rounds of each server and not the median.
const roundMilliseconds = 150
// Long enough for the compiler to finish, even if the measurement is short.
const warmUpMilliseconds = 1000

/** Measures every case on every server, one server after the other in each round. */
export async function measure(
  servers: readonly RunningServer[],
  load: ChildProcess,
  options: MeasureOptions,
): Promise<Figures> {
  const { seconds, connections } = options
  const rounds = Math.ceil((seconds * 1000) / roundMilliseconds)
  const once = async (
    server: RunningServer,
    each: BenchCase,
    milliseconds: number,
  ): Promise<number> => {
    const { port } = server
    const { status } = each.expected
    const before = await server.cpu()
    const order = { port, request: toMessage(each), status, connections, milliseconds }
    const answers = await fire(load, order)
    return ((await server.cpu()) - before) / answers
  }

  // Warms up all cases first: the compiler may optimise differently after another case.
  for (const each of cases) {
    for (const server of servers) await once(server, each, warmUpMilliseconds)
  }
  const figures = new Map<string, Map<ServerName, number[]>>()
  for (const each of cases) {
    const ofCase = new Map(servers.map(({ name }) => [name, [] as number[]]))
    figures.set(each.name, ofCase)
    for (let round = 0; round < rounds; round++) {
      // Alternates the order, so that a machine that slows down affects all servers.
      const order = round % 2 === 0 ? servers : servers.toReversed()
      for (const server of order) {
        ofCase.get(server.name)?.push(await once(server, each, roundMilliseconds))
      }
    }
  }
  return figures
}

async function fire(load: ChildProcess, order: LoadOrder): Promise<number> {
  const { answers, error } = (await ask(load, order)) as { answers?: number; error?: string }
  if (!answers) throw new Error(`the load failed: ${error ?? 'no answers'}`)
  return answers
}
