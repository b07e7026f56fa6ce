declare module "to-regex-range" {
  /** A regular expression for the decimal digits of all whole numbers between two. */
  export default function toRegexRange(min: number, max: number): string;
}
