/** Makes a response comparable: header lines sorted, changing values masked. */
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
