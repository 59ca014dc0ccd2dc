import { watchPackageManager } from './ancestors.ts'

/**
 * Calls `onEnd` for whatever should end us: a signal, a closed terminal, or the end of the package
 * manager that started us. A second signal ends us at once.
 *
 * @example
 * onEnding((words) => stop(words))
 */
export function onEnding(onEnd: (words: string) => void): void {
  let first: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      first ??= Date.now()
      // The terminal and the package manager may both send the first one.
      if (Date.now() - first > 500) process.exit(1)
      onEnd(signal)
    })

  // A closed terminal takes the output away; writing on must not end us before the children.
  for (const output of [process.stdout, process.stderr])
    output.on('error', () => onEnd('output closed'))

  if (!process.env['npm_lifecycle_event']) return
  const isAlive = watchPackageManager()
  const timer = setInterval(() => {
    if (isAlive()) return
    clearInterval(timer)
    onEnd('the package manager is gone')
  }, 500)
  timer.unref()
}
