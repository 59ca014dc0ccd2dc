/** True if two types are identical, not only mutually assignable. */
export type Equal<Left, Right> =
  (<Type>() => Type extends Left ? 1 : 2) extends <Type>() => Type extends Right ? 1 : 2
    ? true
    : false

/** Compiles only if both types are identical. */
export declare function same<Left, Right>(
  ...difference: Equal<Left, Right> extends true ? [] : [left: Left, differsFrom: Right]
): void
