interface Named {
  readonly id: string
  readonly title: string
  readonly name: string
}

/**
 * Names cases by their area and what they test, each once.
 *
 * @example
 * nameCases('method', [testCase('K01', 'answers a plain GET', '/only-get', hello)])
 * // [{ name: 'method/answers-a-plain-get', id: 'K01', … }]
 */
export function nameCases<Each extends Named>(
  area: string,
  cases: readonly (Pick<Each, 'id' | 'title'> & Omit<Each, 'name'>)[],
): readonly Each[] {
  const titles = cases.map(({ title }) => slugOf(title))
  const taken = new Set<string>()
  return cases.map((one, index) => {
    const title = titles[index]!
    // Titles that differ only in signs make the same words: then the rule tells the cases apart.
    const isAlone = title.includes('-') && titles.indexOf(title) === titles.lastIndexOf(title)
    let name = isAlone ? `${area}/${title}` : `${area}/${title}-${slugOf(one.id)}`
    while (taken.has(name)) name += '-again'
    taken.add(name)
    return { ...one, name } as unknown as Each
  })
}

function slugOf(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, 80).replace(/-$/, '')
}
