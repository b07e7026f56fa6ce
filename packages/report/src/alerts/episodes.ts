import { type AlertRule, isBeyond } from "./alert-rule.js";
import type { Look } from "./windowed-values.js";

/** A time in which a rule fired for one group. */
export interface Episode {
  /** The first look at which it fired. Unix time in seconds, like all times here. */
  readonly from: number;
  /** Since when the value was on the wrong side, as far as was looked. */
  readonly beyondSince: number;
  /** The first look at which it no longer fired; `undefined` while it fires. */
  readonly to: number | undefined;
  /** The value when it began to fire; `undefined` where missing data fires. */
  readonly value: number | undefined;
  /** How many events that value is of. */
  readonly events: number;
}

/**
 * When a rule fired. It fires at a look when the value was on the wrong side at every look of the time that `for` names, up to and including
 * this one.
 *
 * @param looks all from `for` before `after` on.
 * @param after looks up to this moment were judged before.
 * @param firing the episode that lasted at `after`, if any; it is not among the new ones but at the end of it.
 */
export function episodesOf(
  looks: Iterable<Look>,
  rule: AlertRule,
  after: number,
  firing: Episode | undefined,
): { readonly begun: readonly Episode[]; readonly ended: Episode | undefined; readonly open: Episode | undefined } {
  const begun: Episode[] = [];
  let ended: Episode | undefined;
  let open = firing;
  let isKnown = firing !== undefined;
  let isWrong = firing !== undefined && rule.missing === "keeps";
  let wrongSince: number | undefined;
  for (const look of looks) {
    isWrong = isWrongAt(look, rule, isWrong);
    if (!isWrong) wrongSince = undefined;
    else wrongSince ??= look.moment;
    if (look.moment <= after) continue;
    const fires = wrongSince !== undefined && wrongSince <= look.moment - rule.forSeconds;
    if (fires && open === undefined) {
      const { moment: from, value, events } = look;
      open = { from, beyondSince: wrongSince ?? from, to: undefined, value, events };
    } else if (!fires && open !== undefined) {
      const closed = { ...open, to: look.moment };
      if (isKnown) ended = closed;
      else begun.push(closed);
      open = undefined;
      isKnown = false;
    }
  }
  if (open !== undefined && !isKnown) begun.push(open);
  return { begun, ended, open };
}

function isWrongAt({ value }: Look, rule: AlertRule, before: boolean): boolean {
  if (value !== undefined) return isBeyond(value, rule);
  return rule.missing === "keeps" ? before : rule.missing === "fires";
}
