/**
 * The position of an item in the queue: its network, the networks inside it, and last the account.
 */
export interface Place {
  readonly path: readonly string[]
}

export interface FairQueue<Item extends Place> {
  /** Adds an item. If the queue is too long then, removes and returns the item that loses its place. */
  readonly add: (item: Item) => Item | undefined
  /** Removes and returns the item whose turn it is. */
  readonly next: () => Item | undefined
  /** Removes an item; returns false if it is no longer in the queue. */
  readonly remove: (item: Item) => boolean
}

/**
 * Makes a queue in which networks take turns, and so do the networks inside a network and the
 * accounts inside those: a long line does not delay the others. When the queue is full, the newest
 * item of the longest line loses its place to the newcomer. Empty lines are not kept.
 *
 * @example
 * const queue = createFairQueue<Waiter>(16)
 * queue.add({ path: ['192.0.2.1', 'ada@example.com'] })?.refuse()
 */
export function createFairQueue<Item extends Place>(maxLength: number): FairQueue<Item> {
  const root = createLine<Item>()

  const add = (item: Item): Item | undefined => {
    let line = root
    root.length++
    for (const key of item.path) {
      const next = line.parts.get(key) ?? createLine<Item>()
      line.parts.set(key, next)
      line = next
      line.length++
    }
    line.items.push(item)
    if (root.length <= maxLength) return undefined
    const surplus = newestOfLongest(root, item.path)
    remove(surplus)
    return surplus
  }

  const next = (): Item | undefined => {
    if (root.length === 0) return undefined
    let line = root
    while (line.parts.size > 0) {
      const [key, part] = line.parts.entries().next().value!
      line.parts.delete(key)
      line.parts.set(key, part)
      line = part
    }
    const item = line.items[0]!
    remove(item)
    return item
  }

  const remove = (item: Item): boolean => {
    const lines = [root]
    for (const key of item.path) {
      const part = lines.at(-1)!.parts.get(key)
      if (!part) return false
      lines.push(part)
    }
    const { items } = lines.at(-1)!
    const index = items.indexOf(item)
    if (index < 0) return false
    items.splice(index, 1)
    for (const [depth, line] of lines.entries()) {
      line.length--
      if (line.length === 0) lines[depth - 1]?.parts.delete(item.path[depth - 1]!)
    }
    return true
  }

  return { add, next, remove }
}

interface Line<Item> {
  length: number
  /** The items that wait in this line; a line has either items or parts. */
  readonly items: Item[]
  /** A Map keeps its keys in order of insertion: the first key has the next turn. */
  readonly parts: Map<string, Line<Item>>
}

function createLine<Item>(): Line<Item> {
  return { length: 0, items: [], parts: new Map() }
}

function newestOfLongest<Item>(root: Line<Item>, newcomer: readonly string[]): Item {
  let line = root
  let isOwn = true
  for (let depth = 0; line.parts.size > 0; depth++) {
    // Among lines of equal length the newcomer's own loses. Otherwise equal lines would displace
    // each other.
    const own: Line<Item> | undefined = isOwn ? line.parts.get(newcomer[depth]!) : undefined
    let longest: Line<Item> | undefined = own
    for (const part of line.parts.values()) {
      if (!longest || part.length > longest.length) longest = part
    }
    isOwn = longest === own
    line = longest!
  }
  return line.items.at(-1)!
}
