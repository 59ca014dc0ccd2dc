/** True where two types are the same, not only assignable to each other. */
export type Equal<Left, Right> =
  (<Type>() => Type extends Left ? 1 : 2) extends <Type>() => Type extends Right ? 1 : 2
    ? true
    : false

/** Compiles only when both types are the same. */
export declare function same<Left, Right>(
  ...difference: Equal<Left, Right> extends true ? [] : [left: Left, differsFrom: Right]
): void
