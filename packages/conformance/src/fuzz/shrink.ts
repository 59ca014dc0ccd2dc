import type { Message } from './message.ts'

// In milliseconds: with a hanging host each attempt takes its full time limit.
const BUDGET = 8000

/** Shrinks a message greedily while it still shows the fault. */
export async function shrink(
  message: Message,
  stillFails: (smaller: Message) => Promise<boolean>,
): Promise<Message> {
  let smallest = message
  const until = performance.now() + BUDGET
  for (let found = true; found && performance.now() < until;) {
    found = false
    for (const candidate of smaller(smallest)) {
      if (performance.now() >= until) break
      if (!(await stillFails(candidate))) continue
      smallest = candidate
      found = true
      break
    }
  }
  return smallest
}

function* smaller(message: Message): Generator<Message> {
  const { method, target, version, lines, content } = message
  if (content.kind !== 'none') yield { ...message, content: { kind: 'none' } }
  if (version !== 'HTTP/1.1') yield { ...message, version: 'HTTP/1.1' }
  if (method !== 'GET') yield { ...message, method: 'GET' }
  for (const index of lines.keys()) {
    yield { ...message, lines: lines.filter((_, other) => other !== index) }
  }
  for (const [index, [name, value]] of lines.entries()) {
    const plain = name.toLowerCase() === 'host' ? 'kit.test' : value.slice(0, value.length >> 1)
    if (plain === value) continue
    yield {
      ...message,
      lines: lines.map((line, other) => (other === index ? [name, plain] : line)),
    }
  }
  if (content.kind === 'chunked')
    yield { ...message, content: { kind: 'sized', bytes: content.chunks.join('') } }
  if (content.kind === 'sized' || content.kind === 'cut') {
    for (const bytes of shorter(content.bytes)) yield { ...message, content: { ...content, bytes } }
  }
  for (const text of shorter(target)) {
    if (target.startsWith('/') ? text.startsWith('/') : !text.startsWith(' '))
      yield { ...message, target: text }
  }
}

/** Yields the text without each of its halves, quarters and so on down to single characters. */
function* shorter(text: string): Generator<string> {
  for (let size = text.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < text.length; at += size) {
      const rest = text.slice(0, at) + text.slice(at + size)
      if (rest !== '') yield rest
    }
  }
}
