/** `1 line`, `2 lines`, `1,234,567 lines`. */
export function count(quantity: number, singular: string, plural = `${singular}s`): string {
  return `${quantity.toLocaleString("en-US")} ${quantity === 1 ? singular : plural}`;
}

/** Bytes as people say them: `512 B`, `1.5 MB`, in powers of 1,000. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
