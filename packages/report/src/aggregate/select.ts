/**
 * The value that would be at `index` if `values` were sorted from `low` to `high`; moves it there, smaller ones before it and
 * larger ones after it (Hoare's quickselect, with the median of three). Takes a fraction of the time of sorting.
 */
export function select(values: Float64Array, index: number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const pivot = medianOfThree(values[from] as number, values[(from + to) >> 1] as number, values[to] as number);
    let [left, right] = [from, to];
    while (left <= right) {
      while ((values[left] as number) < pivot) left++;
      while ((values[right] as number) > pivot) right--;
      if (left > right) break;
      const moved = values[left] as number;
      values[left++] = values[right] as number;
      values[right--] = moved;
    }
    if (index <= right) to = right;
    else if (index >= left) from = left;
    else break;
  }
  return values[index] as number;
}

function medianOfThree(first: number, second: number, third: number): number {
  return Math.max(Math.min(first, second), Math.min(Math.max(first, second), third));
}
