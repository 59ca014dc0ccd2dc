// Preloaded into an entry point: on a signal it fails as a handler may fail after its response.
process.on('SIGUSR2', () => {
  setTimeout(() => void Promise.reject(new Error('rejected late, on purpose')))
})
process.on('SIGHUP', () => {
  setTimeout(() => {
    throw new Error('thrown late, on purpose')
  })
})
console.log(`fails late: ${String(process.pid)}`)
