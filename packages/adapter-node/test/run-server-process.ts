import { runServer } from '@gimbal/adapter-node'

/** What `close()` of the lifecycle does, chosen by the first argument. */
const closes: Record<string, () => Promise<void>> = {
  rejects: () => Promise.reject(new Error('close failed on purpose')),
  hangs: () => new Promise(() => undefined),
  ends: () => Promise.resolve(),
}
const close = closes[process.argv[2] ?? '']!
// Keeps Node alive, as a connection pool would.
setInterval(() => undefined, 1000)
process.on('SIGUSR2', () => {
  setTimeout(() => {
    throw new Error('thrown late, on purpose')
  })
})

await runServer(
  () => ({
    listener: (_req, res) => res.end('hello'),
    lifecycle: {
      ready: () => Promise.resolve(),
      drain: () => {
        if (process.argv[3] === 'drain-throws') throw new Error('drain failed on purpose')
      },
      close,
    },
  }),
  { name: 'Test', port: 0 },
)
