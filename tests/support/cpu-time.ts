import process from 'node:process'

/** The CPU time of this thread in milliseconds, which other work on the machine does not change. */
export function cpuNow(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
