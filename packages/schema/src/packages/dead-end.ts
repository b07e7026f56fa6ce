/** Why a reference leads nowhere. */
export interface DeadEnd {
  readonly reason: string;
  readonly suggestion: string | undefined;
}

export function deadEnd(reason: string): DeadEnd {
  return { reason, suggestion: undefined };
}
