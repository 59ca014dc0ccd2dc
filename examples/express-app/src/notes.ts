export interface Note {
  readonly id: number
  readonly text: string
  readonly author: string
}

/** The data that old and moved routes share. */
export interface Notes {
  readonly all: () => readonly Note[]
  readonly find: (id: number) => Note | undefined
  readonly add: (text: string, author: string) => Note
}

export function createNotes(): Notes {
  const notes: Note[] = [{ id: 1, text: 'first', author: 'Ada' }]
  return {
    all: () => notes,
    find: (id) => notes.find((note) => note.id === id),
    add: (text, author) => {
      const note = { id: notes.length + 1, text, author }
      notes.push(note)
      return note
    },
  }
}
