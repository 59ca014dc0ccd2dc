// Loaded into every child by --import. Each child leads a process group of its own, so that a
// Ctrl-C reaches the supervisor alone; this ends the group when the supervisor is gone, even by
// `kill -9`: its end of the channel closes then.
process.once('disconnect', () => {
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    // wrangler hands --import on to a process that leads no group.
    process.exit(1)
  }
})
process.channel?.unref()
