/** A valid line of the runner events, with a number in it that tells it from others. */
export function installedLine(duration: number): string {
  return `{"timestamp":1719900000.25,"event":"runner_installed","flavor":"small","duration":${duration}}`;
}
