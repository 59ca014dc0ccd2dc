import { expect, test, vi } from 'vitest'
import { writeLogLine } from './log-line.ts'

const lines: string[] = []
vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))

function write(error: unknown, fields: object = {}): Record<string, unknown> {
  lines.splice(0)
  writeLogLine({ time: 'now', level: 'error', message: 'failed', error, ...fields })
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toMatch(/[\n\r\u2028\u2029]/)
  return JSON.parse(lines[0]!) as Record<string, unknown>
}

const cycle: Record<string, unknown> = {}
cycle.self = cycle
const hostile = new Proxy({}, { get: () => unreadable(), ownKeys: () => unreadable() })
function unreadable(): never {
  throw new Error('no')
}

test.each([
  ['a cycle', cycle, 'a thrown object with the keys self'],
  ['a row', { password: 'hunter2', id: 1 }, 'a thrown object with the keys password, id'],
  ['an unreadable object', hostile, 'a thrown object with the keys '],
  ['a BigInt', 1n, 'a thrown bigint: 1'],
  ['a symbol', Symbol('x'), 'a thrown symbol: Symbol(x)'],
  ['a function', () => 'hunter2', 'a thrown function'],
  ['line ends', 'a\n\u2028b', 'a thrown string: a\n\u2028b'],
])('writes %s as one line', (_name, thrown, text) => {
  expect(write(thrown).error).toBe(text)
})

test('describes an error with its causes, also one of another realm', () => {
  const error = { name: 'Error', message: 'outer', stack: 'at x', cause: new Error('inner') }
  expect(write(error).error).toMatchObject({ message: 'outer', cause: { message: 'inner' } })
  const round = new Error('round')
  round.cause = round
  expect(write(round).error).toMatchObject({ message: 'round', cause: { message: 'round' } })
})

test('replaces only the field that JSON cannot represent', () => {
  const entry = write(undefined, { cycle, size: 3n, toJSON: { toJSON: unreadable }, good: 1 })
  expect(entry).toMatchObject({ cycle: 'a value of type object that JSON cannot write', good: 1 })
})
