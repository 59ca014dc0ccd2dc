import { readdirSync, readFileSync } from 'node:fs'
import { startWorkerd, type WorkerBundle } from '@gimbal/test-support/workerd'

export interface CpuOptions {
  readonly worker: WorkerBundle
  readonly DATABASE_URL: string
  /** Sends one request, which must succeed. */
  readonly send: (url: string) => Promise<Response>
}

export interface CpuCost {
  /** CPU time of a request to a warm isolate, in milliseconds: the median of the rounds. */
  readonly warm: number
  /** CPU time of the first request of an isolate: the median of several starts. */
  readonly first: number
}

/**
 * Measures the CPU time that workerd takes for a request, of all its threads, so that garbage
 * collection is included.
 */
export async function measureCpu(options: CpuOptions): Promise<CpuCost> {
  const firsts: number[] = []
  for (let start = 0; start < STARTS - 1; start++) {
    firsts.push(await withWorkerd(options, (pid, url) => costOf(options, { pid, url, count: 1 })))
  }
  const rounds = await withWorkerd(options, async (pid, url) => {
    firsts.push(await costOf(options, { pid, url, count: 1 }))
    await costOf(options, { pid, url, count: ROUND * 2 })
    const costs: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      costs.push(await costOf(options, { pid, url, count: ROUND }))
    }
    return costs
  })
  return { warm: median(rounds), first: median(firsts) }
}

const STARTS = 5
const ROUNDS = 7
const ROUND = 150
const AT_ONCE = 4

async function withWorkerd<Result>(
  { worker, DATABASE_URL }: CpuOptions,
  work: (pid: number, url: string) => Promise<Result>,
): Promise<Result> {
  const workerd = await startWorkerd({ worker, bindings: { DATABASE_URL } })
  try {
    return await work(workerd.pid, workerd.url)
  } finally {
    await workerd.stop()
  }
}

interface Round {
  readonly pid: number
  readonly url: string
  readonly count: number
}

async function costOf({ send }: CpuOptions, { pid, url, count }: Round): Promise<number> {
  const before = cpuTime(pid)
  let sent = 0
  const next = async (): Promise<void> => {
    while (sent++ < count) {
      const response = await send(url)
      const text = await response.text()
      if (!response.ok)
        throw new Error(`${response.url} answered ${String(response.status)} ${text}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, next))
  return (cpuTime(pid) - before) / count
}

/** CPU time of all threads of a process so far, in milliseconds. */
function cpuTime(pid: number): number {
  const threads = `/proc/${String(pid)}/task`
  const times = readdirSync(threads).map((id) => {
    // The first number is nanoseconds on a CPU; `stat` only counts hundredths of a second.
    return Number(readFileSync(`${threads}/${id}/schedstat`, 'utf8').split(' ')[0])
  })
  return times.reduce((sum, time) => sum + time, 0) / 1e6
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
