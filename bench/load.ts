import { connect } from 'node:net'

/** A job for the load process. */
export interface LoadOrder {
  readonly port: number
  /** A whole HTTP/1.1 request. */
  readonly request: string
  readonly status: number
  readonly connections: number
  readonly milliseconds: number
}

// A separate process, so that its work is not in the CPU time of the servers. Raw sockets, for
// little work per request: it shares the machine with the measured servers.
process.on('message', (order: LoadOrder) => {
  const end = performance.now() + order.milliseconds
  const loops = Array.from({ length: order.connections }, () => loop(order, end))
  Promise.all(loops).then(
    (counts) => process.send?.({ answers: counts.reduce((sum, count) => sum + count, 0) }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())

/** Runs one keep-alive connection: the next request is sent when the response is complete. */
function loop(order: LoadOrder, end: number): Promise<number> {
  const request = Buffer.from(order.request, 'latin1')
  const start = `HTTP/1.1 ${String(order.status)} `
  return new Promise((resolve, reject) => {
    let answers = 0
    let held = ''
    const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('latin1')
    socket.on('connect', () => socket.write(request))
    socket.on('data', (chunk: string) => {
      held += chunk
      const length = lengthOf(held)
      if (Number.isNaN(length) || held.length > length || !held.startsWith(start)) {
        return void socket.destroy(new Error(`unexpected answer: ${held}`))
      }
      if (held.length < length) return
      held = ''
      answers++
      if (performance.now() < end) return void socket.write(request)
      resolve(answers)
      socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
  })
}

/** The length of head and body; Infinity while the head is incomplete. */
function lengthOf(text: string): number {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return Infinity
  return end + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2))?.[1])
}
