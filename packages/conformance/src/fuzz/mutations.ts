import * as fc from 'fast-check'

import type { Message } from './message.ts'
import { BODIES, BROKEN_LINES, HEADERS, TYPES } from './header-values.ts'
import { HOSTS, METHODS, QUERIES, SEGMENTS } from './target-values.ts'

type Change = (message: Message) => Message

/** Returns a message with one small change of its method, target, lines, framing or content. */
export const mutation: fc.Arbitrary<Change> = fc.oneof(
  {
    arbitrary: fc
      .tuple(fc.nat(200), fc.constantFrom(...targetChanges()))
      .map(([i, f]) => onTarget(i, f)),
    weight: 8,
  },
  {
    arbitrary: fc
      .tuple(fc.nat(200), fc.constantFrom(...SEGMENTS))
      .map(([i, word]) => onTarget(i, insertAtSlash(word))),
    weight: 3,
  },
  { arbitrary: fc.constantFrom(...QUERIES).map(withQuery), weight: 2 },
  { arbitrary: fc.constantFrom(...HEADERS).map(withLine), weight: 4 },
  {
    arbitrary: fc
      .constantFrom(...TYPES)
      .map((type) => withoutThen('content-type', ['Content-Type', type])),
    weight: 1,
  },
  {
    arbitrary: fc.constantFrom(...TYPES).map((type) => withLine(['content-type', type])),
    weight: 1,
  },
  {
    arbitrary: fc.constantFrom(...HOSTS).map((host) => withoutThen('host', ['Host', host])),
    weight: 1,
  },
  {
    arbitrary: fc.constant<Change>((message) => ({ ...message, lines: message.lines.slice(1) })),
    weight: 1,
  },
  {
    arbitrary: fc
      .constantFrom(...METHODS)
      .map((method): Change => (message) => ({ ...message, method })),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(fc.constantFrom(...BROKEN_LINES), fc.constantFrom(...BODIES)).map(broken),
    weight: 1,
  },
  {
    arbitrary: fc
      .constantFrom('HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/3.0', 'http/1.1')
      .map((version): Change => (message) => ({ ...message, version })),
    weight: 1,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...BODIES), fc.nat(3))
      .map(([bytes, kind]) => withContent(bytes, kind)),
    weight: 4,
  },
  {
    arbitrary: fc.nat(5).map((times) => grown([7900, 8000, 8001, 8100, 9000, 3000][times] ?? 0)),
    weight: 1,
  },
)

function targetChanges(): readonly ((text: string, index: number) => string)[] {
  const insert = (what: string) => (text: string, index: number) =>
    text.slice(0, index) + what + text.slice(index)
  return [
    ...[
      '/',
      '//',
      '%2F',
      '%2f',
      '%5C',
      '\\',
      '.',
      '/.',
      '/..',
      '/../',
      '/%2e%2e/',
      '%00',
      ';',
      '#',
    ],
    ...[
      '?',
      '%',
      '%25',
      '+',
      '%20',
      ' ',
      '\t',
      '"',
      '<',
      '`',
      '\x7f',
      '\xc3\xa9',
      '\xff',
      '&',
      '=',
    ],
    ...['{', '|', '^', '[', "'", ':', '@', '%C3%A9', '%80', '%0a', '%E2%80%A8', '%EF%BF%BF'],
  ]
    .map(insert)
    .concat([
      (text, index) => text.slice(0, index) + text.slice(index + 1),
      (text) => `${text}/`,
      (text) => `/${text}`,
      (text) => `http://other.test{mount}${text}`,
      (text, index) =>
        replaceAt(text, index, (char) =>
          char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase(),
        ),
      (text, index) =>
        replaceAt(text, index, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
      (text, index) =>
        replaceAt(text, index, (char) => `%25${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
      (text) => text.replace('%', '%25'),
      (text) => text.toUpperCase(),
      (text) => text + text,
    ])
}

function onTarget(index: number, change: (text: string, index: number) => string): Change {
  return (message) => {
    const prefix = /^[a-z]+:\/\/[^/]*\{mount\}/i.exec(message.target)?.[0] ?? ''
    const rest = message.target.slice(prefix.length)
    const changed = change(rest, rest.length === 0 ? 0 : 1 + (index % rest.length))
    return { ...message, target: changed.startsWith('http://') ? changed : prefix + changed }
  }
}

function insertAtSlash(word: string): (text: string, index: number) => string {
  return (text, index) => {
    const slash = text.indexOf('/', index % Math.max(1, text.length))
    const place = slash < 0 ? text.length : slash
    return `${text.slice(0, place)}/${word}${text.slice(place)}`
  }
}

function replaceAt(text: string, index: number, change: (char: string) => string): string {
  const char = text[index]
  return char === undefined || char === '/'
    ? text
    : text.slice(0, index) + change(char) + text.slice(index + 1)
}

function withQuery(pair: string): Change {
  return (message) => {
    const mark = message.target.includes('?') ? '&' : '?'
    return { ...message, target: message.target + mark + pair }
  }
}

function withLine(line: readonly [string, string]): Change {
  return (message) => ({ ...message, lines: [...message.lines, line] })
}

function withoutThen(name: string, line: readonly [string, string]): Change {
  return (message) => ({
    ...message,
    lines: [...message.lines.filter((each) => each[0].toLowerCase() !== name), line],
  })
}

function broken([line, bytes]: readonly [readonly [string, string], string]): Change {
  return (message) => ({
    ...message,
    lines: [...message.lines, line],
    content: /^(content-length|transfer-encoding)/i.test(line[0])
      ? { kind: 'raw', bytes: `${bytes.length.toString(16)}\r\n${bytes}\r\n0\r\n\r\n` }
      : message.content,
  })
}

function withContent(bytes: string, kind: number): Change {
  return (message) => {
    const half = bytes.length >> 1
    const content: Message['content'] =
      kind === 0
        ? { kind: 'chunked', chunks: [bytes.slice(0, half), bytes.slice(half)] }
        : kind === 1 && bytes.length < 1000
          ? { kind: 'cut', bytes, length: bytes.length + 1 + half }
          : { kind: 'sized', bytes }
    return { ...message, content }
  }
}

// Targets near the length limit have a rule of their own, because the limit includes the base path.
function grown(length: number): Change {
  return withQuery('x'.repeat(length))
}
