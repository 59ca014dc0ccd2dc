import { connect } from 'node:net'

const AT_ONCE = 300

/** Sends requests to a handler that takes half a second, and closes each within 400 ms. */
export async function leaveEarly(url: string, count: number): Promise<void> {
  const { port, pathname } = new URL(url)
  const target = `${pathname.replace(/\/$/, '')}/live/aborts/half-second`
  const lane = async (_: unknown, first: number): Promise<void> => {
    for (let index = first; index < count; index += AT_ONCE) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(`GET ${target} HTTP/1.1\r\nHost: kit.test\r\n\r\n`)
      await new Promise((resolve) => setTimeout(resolve, (index % 41) * 10))
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
