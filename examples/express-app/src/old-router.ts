import { Router } from 'express'
import type { Notes } from './notes.ts'

/** The routes before the move; moved routes can be deleted here. */
export function oldRouter(notes: Notes): Router {
  const router = Router()

  router.post('/sign-in', (req, res) => {
    req.session.user = { id: 1, name: (req.body as { name: string }).name }
    res.status(204).end()
  })

  // Already moved: kept for as long as the move may be undone.
  router.get('/notes', (_req, res) => {
    res.json({ notes: notes.all(), from: 'the old router' })
  })

  router.get('/notes/:id', (req, res, next) => {
    const note = notes.find(Number(req.params.id))
    if (note) res.json(note)
    else next()
  })

  router.get('/whoami', (req, res) => {
    const { theme } = req.cookies as { theme?: string }
    res.json({ ip: req.ip, theme, user: req.session.user })
  })

  router.get('/report', () => {
    throw new Error('the old report failed')
  })

  return router
}
