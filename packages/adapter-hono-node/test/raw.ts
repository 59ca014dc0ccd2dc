import { connect, type Socket } from 'node:net'

/** Sends bytes as they are, since `fetch` repairs what we want to break; gives all until the end. */
export function raw(port: number, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { socket, received } = open(port)
    socket.on('error', reject)
    socket.on('close', () => resolve(received()))
    socket.setTimeout(3000, () => socket.destroy())
    socket.write(message, 'latin1')
  })
}

/** A connection whose ends the test holds. */
export function open(
  port: number,
  options: { readonly allowHalfOpen?: boolean } = {},
): { readonly socket: Socket; readonly received: () => string } {
  const socket = connect({ port, host: '127.0.0.1', ...options })
  let received = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk))
  return { socket, received: () => received }
}

/** Waits until a condition holds; says which one did not come. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 4000; waited += 10) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`waited 4 s in vain for: ${what}`)
}

/** An answer without what differs from one to the next: header lines sorted, values that change masked. */
export function comparable(answer: string): readonly string[] {
  const end = answer.indexOf('\r\n\r\n')
  const [status = '', ...lines] = answer.slice(0, end).split('\r\n')
  const headers = lines.map((line) => {
    const [name = '', ...rest] = line.split(': ')
    const changing = name.toLowerCase() === 'date' || name.toLowerCase() === 'x-request-id'
    return `${name.toLowerCase()}: ${changing ? '…' : rest.join(': ')}`
  })
  return [status, ...headers.sort(), answer.slice(end)]
}
