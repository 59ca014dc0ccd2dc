// Preloaded into a deploy face: on a signal it does what a handler of somebody's may do after its answer.
process.on('SIGUSR2', () => {
  setTimeout(() => void Promise.reject(new Error('rejected late, on purpose')))
})
process.on('SIGHUP', () => {
  setTimeout(() => {
    throw new Error('thrown late, on purpose')
  })
})
console.log(`fails late: ${String(process.pid)}`)
