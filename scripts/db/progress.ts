/**
 * Draws a bar that grows to `total`, where there is a terminal to draw on: too few lines to take a
 * package for.
 *
 * @example
 * const progress = createProgress(1000)
 * progress.show(500)
 * progress.clear()
 */
export function createProgress(
  total: number,
  output: NodeJS.WriteStream = process.stderr,
): { readonly show: (done: number) => void; readonly clear: () => void } {
  if (!output.isTTY) return { show: () => undefined, clear: () => undefined }
  const began = performance.now()
  return {
    show: (done) => {
      const full = Math.floor((done / total) * WIDTH)
      const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full)
      const left = ((performance.now() - began) / done) * (total - done)
      const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
      output.write(`\r${bar} ${count}, ${Math.ceil(left / 1_000)} s left${CLEAR_TO_END}`)
    },
    clear: () => output.write(`\r${CLEAR_TO_END}`),
  }
}

const WIDTH = 30
const CLEAR_TO_END = '\x1b[K'
