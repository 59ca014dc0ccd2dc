import cliProgress from 'cli-progress'

/**
 * Starts a progress bar on standard error, which draws nothing if that is not a terminal.
 *
 * @example
 * const progress = startProgress(1000)
 * progress.update(500)
 * progress.stop()
 */
export function startProgress(total: number): cliProgress.SingleBar {
  const progress = new cliProgress.SingleBar(
    {
      format: '{bar} {value} of {total}, {eta} s left',
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? value.toLocaleString('en') : String(value),
      clearOnComplete: true,
      // By default the library catches Ctrl-C, and the command would go on.
      gracefulExit: false,
      // By default it turns off line wrapping, which Ctrl-C would leave off.
      linewrap: true,
    },
    cliProgress.Presets.shades_classic,
  )
  progress.start(total, 0)
  return progress
}
