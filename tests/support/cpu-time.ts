import process from 'node:process'

/** The milliseconds that this thread has worked so far: other work on the machine does not count. */
export function cpuNow(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
