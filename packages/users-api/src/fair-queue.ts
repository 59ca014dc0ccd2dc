/** The address and the account that an item of the queue counts for. */
export interface Place {
  readonly address: string
  readonly account: string
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
 * Makes a queue with a line for each account of each address. Addresses take turns, and so do the
 * accounts of an address, so a long line does not delay the others. When the queue is full, the
 * newest item of the longest line loses its place to the newcomer. Empty lines are not kept.
 *
 * @example
 * const queue = createFairQueue<Waiter>(16)
 * queue.add(waiter)?.refuse()
 */
export function createFairQueue<Item extends Place>(maxLength: number): FairQueue<Item> {
  // A Map keeps its keys in order of insertion: the first key has the next turn.
  const addresses = new Map<string, Map<string, Item[]>>()
  let length = 0

  const add = (item: Item): Item | undefined => {
    const accounts = addresses.get(item.address) ?? new Map<string, Item[]>()
    const line = accounts.get(item.account) ?? []
    line.push(item)
    accounts.set(item.account, line)
    addresses.set(item.address, accounts)
    length++
    if (length <= maxLength) return undefined
    const surplus = newestOfLongest(item)
    remove(surplus)
    return surplus
  }

  // Among lines of equal length the newcomer's own loses, or equals would push each other out.
  const newestOfLongest = (newcomer: Item): Item => {
    const accounts = longest(addresses, newcomer.address, waitingIn)
    const line = longest(accounts, newcomer.account, (items) => items.length)
    return line.at(-1)!
  }

  const next = (): Item | undefined => {
    const [address, accounts] = addresses.entries().next().value ?? []
    if (address === undefined || !accounts) return undefined
    const [account, line] = accounts.entries().next().value!
    const item = line[0]!
    accounts.delete(account)
    accounts.set(account, line)
    addresses.delete(address)
    addresses.set(address, accounts)
    remove(item)
    return item
  }

  const remove = (item: Item): boolean => {
    const accounts = addresses.get(item.address)
    const line = accounts?.get(item.account)
    const index = line?.indexOf(item) ?? -1
    if (!accounts || !line || index < 0) return false
    line.splice(index, 1)
    length--
    if (line.length === 0) accounts.delete(item.account)
    if (accounts.size === 0) addresses.delete(item.address)
    return true
  }

  return { add, next, remove }
}

function waitingIn(accounts: ReadonlyMap<string, readonly unknown[]>): number {
  let sum = 0
  for (const line of accounts.values()) sum += line.length
  return sum
}

/** Finds the longest value of a map: the one under `own` unless another is longer. */
function longest<Value>(
  all: ReadonlyMap<string, Value>,
  own: string,
  lengthOf: (value: Value) => number,
): Value {
  let found = all.get(own)
  for (const value of all.values()) {
    if (found === undefined || lengthOf(value) > lengthOf(found)) found = value
  }
  return found!
}
